import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { oins } from '../fixtures.ts';
import { callerOf } from './clients.ts';
import { aMandate } from './mandate-drafts.ts';
import { isFor, isInForce, organisations, someMandates, timeOf, type Given } from './mandate-oracle.ts';
import { IdentityRoom } from './room.ts';

const chair = { role: 'case-chair', level: 'operational' } as const;
const place = { collaboration: 'example-region', theme: 'housing', region: 'north' } as const;
const seat = { ...chair, ...place };
const office = callerOf(oins.requester, ['mandates']);
const person = 'emp-0001';

let room: IdentityRoom;
beforeAll(async () => {
  room = await IdentityRoom.open();
});
beforeEach(async () => {
  await room.empty();
  for (const oin of organisations) await room.admit(oin);
});
afterAll(() => room.close());

const noLog = async (): Promise<number[]> => [];
const idsOf = (given: readonly Given[]): string[] => given.map(({ mandate }) => mandate.id);
const activeOf = async (oin: string = oins.requester) =>
  (await room.mandates.activeOf({ oin, person })).map(({ mandate }) => mandate);
const holdersOf = async (change: object = {}) =>
  (await room.mandates.holdersOf({ seats: [chair], ...place, ...change })).map(({ mandate }) => mandate);

async function write(given: readonly Given[]): Promise<void> {
  await room.database.query('TRUNCATE mandate');
  for (const { mandate, isRevoked } of given) {
    await room.mandateStore.insert({ mandate, salt: 'salt' }, noLog);
    const change = { revokedAt: mandate.from, reason: 'Left the department', revision: 2 };
    if (isRevoked) await room.mandateStore.revoke({ ...mandate, ...change }, noLog);
  }
}

test('who may do what at any moment follows from what was given, substituted and revoked, and from nothing else', async () => {
  const days = fc.array(fc.integer({ min: -1, max: 12 }), { minLength: 1, maxLength: 3 });
  const property = fc.asyncProperty(someMandates, days, async (given, moments) => {
    await write(given);
    for (const day of moments) {
      room.clock.time = timeOf(day);
      const counted = given.filter((one) => isInForce(one, day));
      for (const oin of organisations) {
        const own = counted.filter(({ mandate }) => mandate.oin === oin);
        expect(await activeOf(oin)).toEqual(idsOf(own.filter(({ mandate }) => mandate.person === person)));
        expect(await holdersOf({ oin })).toEqual(idsOf(own.filter((one) => isFor(one, seat))));
      }
      expect(await holdersOf()).toEqual(idsOf(counted.filter((one) => isFor(one, seat))));
      const { items } = await room.mandates.list(callerOf(oins.operator, ['operate']), {});
      expect(items.filter(({ inForce }) => inForce).map(({ id }) => id)).toEqual(idsOf(counted).reverse());
    }
  });
  await fc.assert(property, { numRuns: 60 });
});

describe('a mandate', () => {
  const period = { from: '2026-07-01T00:00:00Z', until: '2026-08-01T00:00:00Z' };

  test('counts from its first millisecond until before its last', async () => {
    const { id } = await room.mandates.give(office, aMandate({ person, ...period }));
    const seen = [];
    for (const moment of ['2026-06-30T23:59:59.999Z', period.from, '2026-07-31T23:59:59.999Z', period.until]) {
      room.clock.time = Date.parse(moment);
      seen.push(await activeOf());
    }
    expect(seen).toEqual([[], [id], [id], []]);
  });

  test('of an organisation that is no longer active counts for nothing', async () => {
    await room.mandates.give(office, aMandate({ person }));
    await room.database.queryAs('app', `UPDATE organisation SET status = 'inactive' WHERE oin = $1`, [oins.requester]);
    expect([await activeOf(), await holdersOf()]).toEqual([[], []]);
  });

  test('is found for each of several roles, on its level and no other', async () => {
    const given = [
      await room.mandates.give(office, aMandate({ person })),
      await room.mandates.give(office, aMandate({ person, role: 'triager' })),
    ];
    const seats = given.map(({ role, level }) => ({ role, level }));
    const found = await room.mandates.holdersOf({ seats, ...place });
    expect(found.map(({ mandate, role }) => [mandate, role])).toEqual(given.map(({ id, role }) => [id, role]));
    const elsewhere = seats.map(({ role }) => ({ role, level: 'policy' as const }));
    expect(await room.mandates.holdersOf({ seats: elsewhere, ...place })).toEqual([]);
    expect(await room.mandates.holdersOf({ seats: [], ...place })).toEqual([]);
  });

  test('that is limited to themes or regions does not count where none is named', async () => {
    await room.mandates.give(office, aMandate({ person, limits: { themes: ['housing'], regions: [] } }));
    await room.mandates.give(office, aMandate({ person, limits: { themes: [], regions: ['north'] } }));
    expect(await holdersOf()).toHaveLength(2);
    expect(await holdersOf({ theme: '' })).toHaveLength(1);
    expect(await holdersOf({ region: '' })).toHaveLength(1);
    expect(await holdersOf({ theme: '', region: '' })).toEqual([]);
  });
});
