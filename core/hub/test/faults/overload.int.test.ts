import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { waitUntil } from '@koppel/testkit';
import { MortalSite } from './mortal-site.ts';
import { Crowd, type Rush } from './rush.ts';
import { agreeAt } from './seat.ts';

/**
 * What a hub of this size works on at the same time; the rest is turned away. The source thinks so long that this, and
 * not the machine that callers, hub and servers share here, is what the hub has no more of (`bench -- overload` fills
 * the machine).
 */
const inFlight = 16;
const thinkingMs = 100;
const times = 3;
const refusedWithinMs = 50;
const attempts = 4;

let site: MortalSite;
let crowd: Crowd;
let calm: Rush;
const rushes: Rush[] = [];

/** In one second all of this machine may stand still for longer than anybody may wait. One of a few is undisturbed. */
const bestOf = (measure: (rush: Rush) => number): number => Math.min(...rushes.map(measure));

beforeAll(async () => {
  site = await MortalSite.open({
    KOPPEL__LIMITS__IN_FLIGHT: String(inFlight),
    KOPPEL__LIMITS__REQUESTS_PER_SECOND_PER_CLIENT: '100000',
  });
  const { requester, agreement } = await agreeAt(site.url, site.operatorKey);
  crowd = await Crowd.gather({ url: site.url, client: requester, agreement });
  await crowd.askInTurn(inFlight, 1500);
  site.source.thinkingMs = thinkingMs;
  calm = await crowd.askInTurn(inFlight, 2000);
  while (rushes.length < attempts) rushes.push(await crowd.askAt((calm.count / 2) * times, 2000));
}, 60_000);
afterAll(async () => {
  crowd?.close();
  await site?.close();
}, 30_000);

test('a hub at its limit answers everybody', () => {
  expect(calm.with(200).count).toBe(calm.count);
});

test('three times as many callers are answered or told to come back, and nothing else', () => {
  for (const rush of rushes) {
    expect(rush.with(200, 429, 503).count).toBe(rush.count);
  }
  const isUndisturbed = (rush: Rush): boolean =>
    rush.with(200).count > calm.count / 2 && rush.with(429, 503).count > rush.with(200).count;
  expect(rushes.filter(isUndisturbed)).not.toEqual([]);
});

test('who is told to come back is told within 50 ms', () => {
  expect(bestOf((rush) => rush.with(429, 503).quantileMs(0.99))).toBeLessThan(refusedWithinMs);
});

test('who is inside is served as fast as before, the slowest hundredth too', () => {
  expect(bestOf((rush) => rush.with(200).quantileMs(0.99))).toBeLessThan(calm.quantileMs(0.99) * 1.25);
});

test('ten seconds after the rush everything is as it was', async () => {
  const isCalm = async (): Promise<boolean> => {
    const again = await crowd.askInTurn(inFlight, 500);
    return again.with(200).count === again.count && again.quantileMs(0.5) < calm.quantileMs(0.5) * 1.25;
  };
  await expect(waitUntil(isCalm, 'everybody is answered as before', 10_000)).resolves.toBeUndefined();
});
