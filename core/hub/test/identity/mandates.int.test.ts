import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { canonicalDigest } from '@koppel/contract';
import { createUuidV7, entryFaults } from '@koppel/ledger';
import { waitUntil } from '@koppel/testkit';
import type { Mandate } from '../../src/platform/mandate.schema.ts';
import { agreementId, now, oins } from '../fixtures.ts';
import { callerOf, expectCode } from './clients.ts';
import { aMandate } from './mandate-drafts.ts';
import { IdentityRoom, operator } from './room.ts';

const office = callerOf(oins.requester, ['mandates']);
const foreign = callerOf(oins.provider, ['mandates', 'cases']);
const personOf = (person: string) => ({ ...callerOf(oins.requester, ['cases']), person });
const person = 'emp-7f3a91';
const reason = 'Left the department';

let room: IdentityRoom;
beforeAll(async () => {
  room = await IdentityRoom.open();
});
beforeEach(async () => {
  await room.empty();
  await room.admit(oins.requester, ['mandates', 'cases']);
  await room.admit(oins.provider, ['mandates', 'cases']);
  room.ledger.length = 0;
});
afterAll(() => room.close());

const give = (change = {}) => room.mandates.give(office, aMandate(change));
const activeOf = (who = person) => room.mandates.activeOf({ oin: oins.requester, person: who });
const revoke = (mandate: Mandate, change = {}) =>
  room.mandates.revoke({ caller: office, id: mandate.id, reason, ...change });

describe('giving a mandate', () => {
  test('delegates a role to a person at once', async () => {
    const mandate = await give({ limits: { themes: ['housing'], regions: [] } });
    expect(mandate).toMatchObject({ oin: oins.requester, ...aMandate(), limits: { themes: ['housing'] }, revision: 1 });
    expect(await room.mandates.get(office, mandate.id)).toEqual(mandate);
    const { id, role, level, collaboration } = mandate;
    expect(await activeOf()).toEqual([{ mandate: id, role, level, collaboration, themes: ['housing'], regions: [] }]);
    expect(await activeOf('emp-20b8c4')).toEqual([]);
    expect(await room.mandates.activeOf({ oin: oins.provider, person })).toEqual([]);
  });

  test.each([
    ['model-editor', 'policy', true],
    ['model-approver', 'policy', true],
    ['model-approver', 'strategic', true],
    ['model-editor', 'strategic', false],
    ['model-approver', 'operational', false],
    ['case-chair', 'operational', true],
    ['case-chair', 'policy', false],
    ['constructor', 'policy', false],
  ])('to %s on the %s level: %s', async (role, level, isPossible) => {
    const given = give({ role, level });
    if (isPossible) expect(await given).toMatchObject({ role, level, inForce: true });
    else expect((await expectCode(given, 'mandate.invalid')).details.faults).toMatchObject([{ path: '/body/role' }]);
  });

  test('tells every fault at once, and then nothing has happened', async () => {
    const faulty = { collaboration: 'another-region', until: '2035-01-01T00:00:00Z', substituteOf: agreementId };
    const { details } = await expectCode(give(faulty), 'mandate.invalid');
    expect(details.faults?.map(({ path }) => path)).toEqual([
      '/body/collaboration',
      '/body/until',
      '/body/substituteOf',
    ]);
    expect((await room.mandates.list(office, {})).items).toEqual([]);
    expect(room.ledger).toEqual([]);
  });

  test('as a substitution knows only the mandates of the own organisation', async () => {
    const { id } = await room.mandates.give(foreign, aMandate({ person: 'emp-20b8c4' }));
    const { details } = await expectCode(give({ substituteOf: id }), 'mandate.invalid');
    expect(details.faults).toEqual([{ path: '/body/substituteOf', message: 'is no mandate of this organisation' }]);
  });

  test.each([
    ['a person', personOf(person)],
    ['a person whose token claims the scope', { ...office, person }],
    ['a system without the scope', callerOf(oins.requester, ['cases'])],
    ['the operator', operator],
  ])('is refused to %s', async (_title, caller) => {
    await expectCode(room.mandates.give(caller, aMandate()), 'token.insufficient-scope');
  });

  test('is in the ledger before anybody can see it, and did not happen when that cannot be written', async () => {
    room.beforeAppend = async () => expect(await activeOf()).toEqual([]);
    await give();
    room.failLedger();
    await expectCode(give({ role: 'triager' }), 'ledger.unavailable');
    expect(await activeOf()).toHaveLength(1);
  });
});

describe('revoking a mandate', () => {
  test('binds at once, for the holder and for the substitute', async () => {
    const mandate = await give();
    const substitution = await give({ person: 'emp-20b8c4', substituteOf: mandate.id });
    expect(await activeOf('emp-20b8c4')).toHaveLength(1);
    expect(await revoke(mandate)).toMatchObject({ status: 'revoked', reason, inForce: false, revision: 2 });
    expect([await activeOf(), await activeOf('emp-20b8c4')]).toEqual([[], []]);
    expect(await room.mandates.get(office, substitution.id)).toMatchObject({ status: 'active', inForce: false });
  });

  test('of a substitution leaves the holder in place', async () => {
    const mandate = await give();
    await revoke(await give({ person: 'emp-20b8c4', substituteOf: mandate.id }));
    expect([await activeOf(), await activeOf('emp-20b8c4')]).toMatchObject([[{ mandate: mandate.id }], []]);
  });

  test('twice changes and logs it once', async () => {
    const mandate = await give();
    const revoked = await revoke(mandate);
    expect(await revoke(mandate, { reason: 'Another reason' })).toEqual(revoked);
    expect(room.ledger.map(({ type }) => type)).toEqual(['mandate.given', 'mandate.revoked']);
  });

  test('of what somebody else changed meanwhile is refused', async () => {
    await expectCode(revoke(await give(), { revision: 2 }), 'resource.changed');
  });

  test('that waits for another one to finish loses to it', async () => {
    const mandate = await give();
    const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    let second: Promise<unknown> = Promise.resolve();
    room.beforeAppend = async () => {
      second = expectCode(revoke(mandate), 'resource.changed');
      await waitUntil(async () => (await room.database.query(waiting)).length === 1, 'the second one waits');
    };
    expect((await revoke(mandate)).status).toBe('revoked');
    await second;
    expect(room.ledger.map(({ type }) => type)).toEqual(['mandate.given', 'mandate.revoked']);
  });

  test('did not happen when the ledger cannot be written', async () => {
    const mandate = await give();
    room.failLedger();
    await expectCode(revoke(mandate), 'ledger.unavailable');
    expect(await activeOf()).toHaveLength(1);
  });

  test('is for systems of the own organisation alone', async () => {
    const mandate = await give();
    await expectCode(revoke(mandate, { caller: foreign }), 'resource.not-found');
    await expectCode(revoke(mandate, { caller: personOf(person) }), 'token.insufficient-scope');
    await expectCode(revoke(mandate, { caller: operator }), 'token.insufficient-scope');
    const both = { ...operator, scopes: ['operate', 'mandates'] as const };
    await expectCode(revoke(mandate, { caller: both }), 'resource.not-found');
  });
});

test('what is logged is what the ledger takes: no pseudonym, and a digest that nobody finds by trying', async () => {
  const mandate = await give();
  await revoke(mandate);
  const at = new Date(now).toISOString();
  expect(room.ledger.flatMap((draft) => entryFaults({ v: 1, id: createUuidV7(now), at, ...draft }))).toEqual([]);
  expect(JSON.stringify(room.ledger)).not.toContain(person);
  const [{ salt } = { salt: '' }] = await room.database.query<{ salt: string }>('SELECT salt FROM mandate');
  expect(Buffer.from(salt, 'base64url')).toHaveLength(32);
  const { inForce: _derived, ...decided } = mandate;
  expect(room.ledger[0]?.digest).toBe(canonicalDigest({ salt, mandate: decided }));
  expect(room.ledger[1]?.digest).not.toBe(room.ledger[0]?.digest);
});

describe('the list of mandates', () => {
  test('has the newest first, and every one once on the way through its pages', async () => {
    const ids: string[] = [];
    for (const who of ['emp-0001', 'emp-0002', 'emp-0003', 'emp-0004', 'emp-0005'])
      ids.unshift((await give({ person: who })).id);
    const seen: string[] = [];
    for (let after: { after?: string } | null = {}; after !== null; ) {
      const page = await room.mandates.list(office, { limit: 2, ...after });
      seen.push(...page.items.map(({ id }) => id));
      after = page.next === undefined ? null : { after: page.next };
    }
    expect(seen).toEqual(ids);
  });

  test('is filtered by role, level and status', async () => {
    const chair = await give();
    const steering = await give({ role: 'steering-chair', level: 'policy' });
    await revoke(chair);
    const idsOf = async (query: object) => (await room.mandates.list(office, query)).items.map(({ id }) => id);
    expect(await idsOf({ role: 'case-chair' })).toEqual([chair.id]);
    expect(await idsOf({ level: 'policy' })).toEqual([steering.id]);
    expect(await idsOf({ status: 'revoked' })).toEqual([chair.id]);
    expect(await idsOf({ status: 'active', role: 'case-chair' })).toEqual([]);
  });

  test('shows an organisation its own, a person theirs, and the operator all', async () => {
    const own = await give();
    const other = await give({ person: 'emp-20b8c4' });
    const elsewhere = await room.mandates.give(foreign, aMandate());
    const idsOf = async (caller: typeof office) => (await room.mandates.list(caller, {})).items.map(({ id }) => id);
    expect(await idsOf(office)).toEqual([other.id, own.id]);
    expect(await idsOf(personOf(person))).toEqual([own.id]);
    expect(await idsOf(operator)).toEqual([elsewhere.id, other.id, own.id]);
    for (const [caller, id] of [
      [office, elsewhere.id],
      [personOf(person), other.id],
      [foreign, own.id],
      [office, agreementId],
    ] as const)
      await expectCode(room.mandates.get(caller, id), 'resource.not-found');
    expect((await room.mandates.get(operator, own.id)).id).toBe(own.id);
  });
});
