import { createPublicKey } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { isAgreementSignedBy } from '@koppel/contract';
import { createKeyPair, HubClient } from '@koppel/local';
import type { Change, Course } from '../src/agreements/activations.ts';
import { areHubsSound, summariseHubs, type HubMeasurements } from '../src/agreements/results.ts';
import { partiesOf, SignedSet } from '../src/agreements/signed-set.ts';
import { renderHubs } from '../src/agreements/table.ts';
import type { Party } from '../src/exchange/seed.ts';
import { oinOf } from '../src/gate/agreement-set.ts';

let parties: Party[];
beforeAll(async () => {
  parties = await Promise.all(
    [1, 2, 3].map(async (place) => {
      const [oin, agreementKey] = [oinOf(place), await createKeyPair()];
      const identity = { hub: 'http://127.0.0.1:9', oin, client: 'intake', privateJwk: agreementKey.privateJwk };
      return { oin, agreementKey, hub: new HubClient(identity) };
    }),
  );
});

describe('a set of agreements', () => {
  test('has agreements of everybody with everybody, and of nobody with themselves', () => {
    const pairs = Array.from({ length: 12 }, (_, number) => partiesOf(number, 4));
    expect(new Set(pairs.map(({ requester, provider }) => `${requester}-${provider}`)).size).toBe(12);
    expect(pairs.every(({ requester, provider }) => requester !== provider && provider < 4)).toBe(true);
  });

  test('is signed by both parties of each, with the keys that they registered', () => {
    const { agreement, status, signatures } = new SignedSet(parties).recordOf(4);
    expect([status, signatures.length]).toEqual(['active', 2]);
    for (const signature of signatures) {
      const party = parties.find(({ oin }) => oin === signature.organisation);
      const key = createPublicKey({ key: { ...party?.agreementKey.publicJwk }, format: 'jwk' });
      expect(isAgreementSignedBy(agreement, signature, key)).toBe(true);
    }
    expect(signatures.map(({ organisation }) => organisation)).toEqual([agreement.requester, agreement.provider]);
  });

  test('does not grant the same everywhere, but always what an answer is known by', () => {
    const set = new SignedSet(parties);
    const grants = Array.from({ length: 5 }, (_, number) => set.recordOf(number).agreement.grantedFields);
    expect(new Set(grants.map((fields) => fields.join())).size).toBe(5);
    expect(grants.every((fields) => fields.includes('residents[].familyName'))).toBe(true);
  });
});

const round = (perSecond: number, hub: number) => ({
  answers: 10,
  errors: 0,
  complaints: [],
  perSecond,
  p50Ms: 1,
  p99Ms: 2,
  refused: 0,
  refusedP99Ms: Number.NaN,
  cpuMicros: { hub, source: 10, load: 1000 },
  otherCpus: 0.5,
});
const boundAfter = (boundAfterSendingMs: number, outdated = 0): Change => ({
  answeredMs: 1,
  boundAfterAnswerMs: 2,
  boundAfterSendingMs,
  outdated,
});
const course = (activation: Change, suspension: Change): Course => ({ activation, suspension, exchangeMs: 1 });
const measured = (change: Partial<HubMeasurements> = {}): HubMeasurements => ({
  rounds: [round(100, 90), round(200, 40)],
  rest: { hub: 5 },
  ledgerHolds: true,
  starts: [{ seconds: 2, megabytes: 200 }],
  refreshesMs: [10],
  megabytes: 250,
  signedHere: [course(boundAfter(30), boundAfter(5))],
  signedElsewhere: [course(boundAfter(40), boundAfter(5, 1))],
  ...change,
});

const small = measured();
const large = measured({ rounds: [round(50, 190), round(200, 40)] });

test('hubs are compared within a round, and by what is part of an exchange', () => {
  const results = summariseHubs({ small, large });
  expect(results.ratio).toEqual({ median: 0.75, min: 0.5, max: 1 });
  expect(results.cpuRatio).toEqual({ median: 1.5, min: 1, max: 2 });
  expect(results.large.totalCpuMicros).toEqual({ median: 125, min: 50, max: 200 });
  const table = renderHubs(results);
  expect(table).toContain('exchanges per second: × 0.75 (0.50–1.00), goal ≥ 0.95: missed');
  expect(table).toContain('until released, p95: 40.0 ms, goal ≤ 50: met');
});

test('what another node did by what was before is told, and no fault while it comes to know in time', () => {
  const results = summariseHubs({ small, large });
  expect(results.large.elsewhere.suspension.outdated).toBe(1);
  expect(areHubsSound(results)).toBe(true);
});

test.each<[string, Partial<HubMeasurements>]>([
  ['a wrong answer', { rounds: [{ ...round(100, 90), errors: 1 }, round(200, 40)] }],
  ['a ledger that does not verify', { ledgerHolds: false }],
  ['a release after the suspension was answered', { signedHere: [course(boundAfter(30), boundAfter(5, 1))] }],
  ['a refusal after the activation was answered', { signedHere: [course(boundAfter(30, 1), boundAfter(5))] }],
])('%s makes the whole of it unsound', (_what, fault) => {
  expect(areHubsSound(summariseHubs({ small, large: measured(fault) }))).toBe(false);
  expect(areHubsSound(summariseHubs({ small: measured(fault), large }))).toBe(false);
});
