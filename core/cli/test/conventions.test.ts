import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Command } from 'commander';
import { Context, exitCodes } from '../src/index.ts';
import { createProgram } from '../src/program.ts';

function createContext(): { context: Context; read: () => Promise<string> } {
  const output = new PassThrough();
  const context = new Context({ env: {}, input: Readable.from([]), output, errors: new PassThrough() });
  const read = (): Promise<string> => {
    output.end();
    return text(output);
  };
  return { context, read };
}

function listCommands(command: Command, path: readonly string[] = []): string[][] {
  const children = command.commands.flatMap((child) => listCommands(child, [...path, child.name()]));
  return [[...path], ...children];
}

const commands = listCommands(createProgram(createContext().context)).map((path) => path.join(' '));

async function helpOf(path: string): Promise<string> {
  const { context, read } = createContext();
  const words = path === '' ? [] : path.split(' ');
  await createProgram(context)
    .parseAsync([...words, '--help'], { from: 'user' })
    .catch(() => undefined);
  return read();
}

describe('every command', () => {
  test('of the command line is known here', () => {
    expect(commands.length).toBeGreaterThanOrEqual(30);
    expect(commands).toEqual(expect.arrayContaining(['start', 'doctor', 'exchange', 'token', 'complete']));
  });

  test.each(commands)('"koppel %s" has a help with examples that start with itself', async (path) => {
    const help = await helpOf(path);
    expect(help).toContain('Examples:');
    expect(help).toContain(`$ koppel ${path}`);
  });

  test.each(commands)('"koppel %s" takes --json and --yes', async (path) => {
    const help = await helpOf(path);
    expect(help).toContain('--json');
    expect(help).toContain('--yes');
  });
});

test('the README tells every exit code and no other', async () => {
  const readme = await readFile(join(import.meta.dirname, '../README.md'), 'utf8');
  const told = [...readme.matchAll(/^\| (\d) +\| `(\w+)` +\|/gm)].map(([, code, name]) => [name, Number(code)]);
  expect(Object.fromEntries(told)).toEqual(exitCodes);
});
