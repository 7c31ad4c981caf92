import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { meetHub } from '../meet-hub.ts';

const program = `
import { writeFileSync } from 'node:fs';
const told = Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith('KOPPEL_')));
writeFileSync(new URL('./told.json', import.meta.url), JSON.stringify(told));
process.exitCode = told.KOPPEL_LINK_SERVERS === 'nats://fail' ? 1 : 0;`;

async function writeAdapter(directory: string): Promise<string> {
  const adapter = join(directory, 'adapter');
  await mkdir(adapter);
  await writeFile(join(adapter, 'package.json'), JSON.stringify({ type: 'module', main: 'index.js' }));
  await writeFile(join(adapter, 'index.js'), 'export {};');
  return adapter;
}

describe('koppel adapters run', () => {
  test('starts the program of an adapter with what it reads from its environment', async () => {
    const { koppel } = await meetHub();
    const adapter = await writeAdapter(koppel.home);
    await writeFile(join(adapter, 'main.js'), program);
    const files = ['--credentials', '/a.creds', '--config', '/a.json', '--secrets', '/secrets'];
    const done = await koppel.run(['adapters', 'run', adapter, '--link', 'nats://here', ...files]);
    expect(done.exitCode).toBe(0);
    expect(JSON.parse(await readFile(join(adapter, 'told.json'), 'utf8'))).toMatchObject({
      KOPPEL_LINK_SERVERS: 'nats://here',
      KOPPEL_LINK_CREDENTIALS: '/a.creds',
      KOPPEL_ADAPTER_CONFIG: '/a.json',
      KOPPEL_SECRETS: '/secrets',
    });
    const failed = await koppel.run(['adapters', 'run', adapter, '--link', 'nats://fail', ...files]);
    expect(failed.exitCode).toBe(5);
  });

  test('says what is missing: the package, or a program in it', async () => {
    const { koppel } = await meetHub();
    const options = ['--link', 'nats://here', '--credentials', '/a.creds', '--config', '/a.json'];
    const absent = await koppel.run(['adapters', 'run', '@nobody/adapter', ...options]);
    expect(absent).toMatchObject({ exitCode: 2, errors: expect.stringContaining('npm install @nobody/adapter') });
    const empty = await koppel.run(['adapters', 'run', await writeAdapter(koppel.home), ...options]);
    expect(empty).toMatchObject({ exitCode: 2, errors: expect.stringContaining('holds no adapter') });
  });
});
