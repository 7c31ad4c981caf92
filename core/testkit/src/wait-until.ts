import { setTimeout as pause } from 'node:timers/promises';

/** Waits for a condition instead of for a time; fails with the sentence when it does not come true. */
export async function waitUntil(
  condition: () => boolean | Promise<boolean>,
  sentence: string,
  timeoutMs = 10_000,
): Promise<void> {
  const until = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > until) throw new Error(`Waited ${timeoutMs} ms in vain until ${sentence}`);
    await pause(10);
  }
}
