import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { Choices } from './choices.ts';
import type { Hunt } from './planted.ts';
import { plantedBugs } from './planted-bugs.ts';
import { rules } from './rules.ts';
import { playSchedule } from './schedule.ts';

const run = promisify(execFile);
const program = join(import.meta.dirname, 'simulate.main.ts');
/** A stop-gap against a machine that hangs. */
const timeoutMs = 600_000;

async function simulate(...args: readonly string[]): Promise<unknown> {
  const { NODE_OPTIONS: _jest, ...env } = process.env;
  const { stdout } = await run(process.execPath, ['--no-warnings', program, ...args, '--json'], { env });
  return JSON.parse(stdout);
}

describe('the command that simulates', () => {
  test('tells of a seed what another process saw of it', async () => {
    const played = await playSchedule(Choices.seeded(9), true);
    expect(await simulate('--replay', '9')).toEqual(JSON.parse(JSON.stringify(played)));
    expect(played.trace.join('\n')).toMatch(/is committed: request\.disclosed of try/);
  });

  test('counts what a campaign saw', async () => {
    expect(await simulate('--schedules', '20', '--seed', '5')).toMatchObject({
      schedules: 20,
      outcomes: { released: expect.any(Number) },
      disturbances: { 'a node dies': expect.any(Number) },
      failure: null,
    });
  });

  test('tells a short schedule that shows a bug', async () => {
    const { planted } = (await simulate('--planted', '--only', 'a refusal is not logged')) as { planted: Hunt[] };
    expect(planted).toHaveLength(1);
    const [sentence, ...trace] = planted[0]?.told?.split('\n') ?? [];
    expect(sentence).toMatch(/^seed [0-9]+ breaks refusal\.untold \(A refusal is in the log/);
    expect(trace.join('\n')).toMatch(/try 1 at node/);
    expect(trace.length).toBeLessThan(20);
  });
});

describe('the simulation', () => {
  let hunts: readonly Hunt[];
  beforeAll(async () => {
    ({ planted: hunts } = (await simulate('--planted')) as { planted: Hunt[] });
  }, timeoutMs);

  test.each(plantedBugs.map(({ name }) => name))('finds that %s', (name) => {
    const hunt = hunts.find((one) => one.name === name);
    expect(hunt).toMatchObject({ isPlanted: true, rule: expect.any(String) });
  });

  test('has no rule that no bug can break', () => {
    expect(new Set(hunts.map(({ rule }) => rule))).toEqual(new Set(Object.keys(rules)));
  });
});
