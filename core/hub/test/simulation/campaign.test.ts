import { beforeAll, describe, expect, test } from '@jest/globals';
import { explain, runCampaign, type CampaignReport } from './campaign.ts';
import { Choices } from './choices.ts';
import { disturbances } from './disturbances.ts';
import { playSchedule } from './schedule.ts';

const isFull = process.env['KOPPEL_FULL'] === '1';
const count = isFull ? 100_000 : 2000;
/** A stop-gap against a machine that hangs. */
const timeoutMs = count * 100;

/** Each is a way through the house of its own. */
const outcomes = [
  'released',
  'lost',
  'adapter.absent',
  'adapter.failed',
  'agreement.expired',
  'agreement.not-found',
  'agreement.purpose-mismatch',
  'agreement.revoked',
  'agreement.suspended',
  'case.mode-refused',
  'case.phase-mismatch',
  'exchange.already-answered',
  'exchange.deadline',
  'exchange.in-progress',
  'exchange.key-reused',
  'gate.stale',
  'hub.unavailable',
  'ledger.unavailable',
  'reply.exceeds-grant',
  'reply.invalid',
  'reply.too-large',
  'request.invalid',
  'source.failed',
] as const;

describe('a campaign of simulated schedules', () => {
  let report: CampaignReport;
  beforeAll(async () => {
    report = await runCampaign({ firstSeed: 1, count });
  }, timeoutMs);

  test(
    'breaks no rule, whatever happens around exchange, gate and ledger',
    async () => {
      expect(report.failure && (await explain(report.failure))).toBeUndefined();
      expect(report.schedules).toBe(count);
    },
    timeoutMs,
  );

  test.each(disturbances)('has seen more than once in a hundred schedules that %s', (disturbance) => {
    expect(report.disturbances.of(disturbance)).toBeGreaterThan(count / 100);
  });

  test.each(outcomes)('has ended more than once in a thousand schedules in %s', (outcome) => {
    expect(report.outcomes.of(outcome)).toBeGreaterThan(count / 1000);
  });

  test('has ended in no other way', () => {
    expect([...report.outcomes.counts.keys()].toSorted()).toEqual([...outcomes].toSorted());
  });
});

describe('a schedule', () => {
  const play = async (seed: number) => playSchedule(Choices.seeded(seed), true);
  const seeds = Array.from({ length: 40 }, (_none, index) => index + 1);

  test('is what its seed says, to the last step, whatever was played before it', async () => {
    const [forth, back] = [[], []] as [Awaited<ReturnType<typeof play>>[], Awaited<ReturnType<typeof play>>[]];
    for (const seed of seeds) forth.push(await play(seed));
    for (const seed of seeds.toReversed()) back.unshift(await play(seed));
    expect(back).toEqual(forth);
    expect(new Set(forth.map(({ trace }) => trace.join())).size).toBe(seeds.length);
  });

  test('is what its decisions say', async () => {
    const choices = Choices.seeded(9);
    const played = await playSchedule(choices, true);
    const replayed = Choices.replaying(choices.tape);
    expect(await playSchedule(replayed, true)).toEqual(played);
    expect(replayed.tape).toEqual(choices.tape);
  });
});
