import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from '@jest/globals';
import { waitUntil } from '@koppel/testkit';

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** A process with two tethered children: one polite, one that ignores requests to end. */
async function startParent(): Promise<{ kill: () => void; exited: Promise<unknown>; pids: number[] }> {
  const parent = spawn(process.execPath, [join(import.meta.dirname, 'tethered.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: parent.stdout })) {
    return { kill: () => parent.kill('SIGKILL'), exited: once(parent, 'exit'), pids: JSON.parse(line) as number[] };
  }
  throw new Error('The parent said nothing');
}

test('children end when their parent is killed, also the one that does not want to', async () => {
  const parent = await startParent();
  expect(parent.pids.every(isRunning)).toBe(true);
  parent.kill();
  await parent.exited;
  await waitUntil(() => !parent.pids.some(isRunning), 'every child ended', 15_000);
});
