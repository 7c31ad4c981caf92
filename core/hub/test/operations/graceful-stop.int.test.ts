import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { asKoppelError } from '@koppel/contract';
import { tether } from '@koppel/local';
import { waitUntil } from '@koppel/testkit';
import { answersWell } from '../directed-adapter.ts';
import { Region } from '../region.ts';

const program = join(import.meta.dirname, '../../src/main.ts');
const [quick, stuck] = [12, 4];

let region: Region;
let agreement: string;
let hub: ChildProcess;

beforeAll(async () => {
  region = await Region.open();
  agreement = (await region.agree()).agreement.id;
  // The same hub, on the same address, in a process that can be told to end.
  await region.stop();
  hub = await startProcess();
});
afterAll(async () => {
  hub.kill('SIGKILL');
  await region.close();
});

async function startProcess(): Promise<ChildProcess> {
  const file = join(region.home, 'hub.json');
  await writeFile(file, JSON.stringify(region.configs[0]), { mode: 0o600 });
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env['PATH'], KOPPEL_CONFIG: file },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  tether(child, 'TERM');
  for await (const line of createInterface({ input: child.stdout })) if (line.includes('"ready":true')) return child;
  throw new Error('the hub ended before it was ready');
}

/** What became of one exchange, in the words of its caller. */
const outcomeOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'answered',
    (error: unknown) => asKoppelError(error).code,
  );

/** Readiness says so as long as anybody is listening. A question could slip in before the signal, and wait with the others. */
const isLeaving = (): Promise<boolean> =>
  fetch(`${region.url}/health/ready`).then(
    ({ ok }) => !ok,
    () => true,
  );

test('SIGTERM: who is answered in time gets the answer, the rest a refusal, newcomers too, and the process ends well', async () => {
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  region.answer = async (question) => {
    if (region.questions.length > quick) return new Promise(() => undefined);
    await gate;
    return answersWell(question);
  };
  const outcomes = Array.from({ length: quick + stuck }, () => outcomeOf(region.ask(agreement)));
  await waitUntil(() => region.questions.length === quick + stuck, 'all questions are with the partner');

  const toldAt = performance.now();
  const ended = once(hub, 'exit');
  hub.kill('SIGTERM');
  await waitUntil(isLeaving, 'the hub says that it stops');
  await expect(outcomeOf(region.ask(agreement))).resolves.not.toBe('answered');
  open();

  const [code] = await ended;
  expect(code).toBe(0);
  expect(performance.now() - toldAt).toBeLessThan(10_000);
  const counted = Object.groupBy(await Promise.all(outcomes), (outcome) => outcome);
  expect(counted['answered']).toHaveLength(quick);
  expect(counted['hub.unavailable']).toHaveLength(stuck);
  const released = (await region.ledger()).filter(({ type }) => type === 'reply.released');
  expect(released).toHaveLength(quick);
});
