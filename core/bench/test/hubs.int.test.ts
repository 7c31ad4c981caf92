import { expect, test } from '@jest/globals';
import { areHubsSound } from '../src/agreements/results.ts';
import { runHubs } from '../src/agreements/run-hubs.ts';

test('two hubs answer right under sets of both sizes, and on both nodes agreements bind that are signed and suspended', async () => {
  const results = await runHubs(
    {
      small: { agreements: 10, partners: 3 },
      large: { agreements: 2100, partners: 5 },
      rounds: 1,
      seconds: 0.5,
      warmUpSeconds: 0.5,
      connections: 4,
      activations: 2,
      starts: 1,
    },
    () => undefined,
  );
  expect([results.small.complaints, results.large.complaints]).toEqual([[], []]);
  expect(areHubsSound(results)).toBe(true);
  expect(results.ratio.median).toBeGreaterThan(0);
  expect(results.cpuRatio.median).toBeGreaterThan(0);
  for (const hub of [results.small, results.large]) {
    expect(hub.startSeconds.median).toBeGreaterThan(0);
    expect(hub.refreshMs.median).toBeGreaterThan(0);
    for (const { activation, suspension } of [hub.here, hub.elsewhere]) {
      expect(activation.boundAfterSendingMs.max).toBeGreaterThan(activation.answeredMs.p50);
      expect(suspension.boundAfterSendingMs.max).toBeLessThan(10_000);
    }
  }
}, 240_000);
