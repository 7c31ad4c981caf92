import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createUuidV7, entryFaults } from '@koppel/ledger';
import { now, oins } from '../fixtures.ts';
import { callerOf, createSigner, expectCode } from './clients.ts';
import { IdentityRoom, operator } from './room.ts';

const draft = {
  oin: oins.requester,
  name: 'Example police unit',
  collaborations: ['example-region', 'another-region', 'example-region'],
};
const system = callerOf(oins.requester, ['exchange']);
const stranger = callerOf(oins.stranger, ['exchange', 'agreements', 'ledger']);

let room: IdentityRoom;
beforeAll(async () => {
  room = await IdentityRoom.open();
});
beforeEach(() => room.empty());
afterAll(() => room.close());

describe('registering an organisation', () => {
  test('makes it visible to the operator and to itself', async () => {
    const registered = await room.organisations.register(operator, draft);
    expect(registered).toEqual({ ...draft, collaborations: ['another-region', 'example-region'], status: 'active' });
    expect(await room.organisations.get(operator, oins.requester)).toEqual(registered);
    expect(await room.organisations.get(system, oins.requester)).toEqual(registered);
    expect(await room.organisations.list(operator)).toEqual([registered]);
    expect(await room.organisations.list(stranger)).toEqual([]);
  });

  test('is for the operator alone', async () => {
    await expectCode(room.organisations.register(stranger, draft), 'token.insufficient-scope');
    expect(await room.organisations.find(oins.requester)).toBeNull();
  });

  test('twice is refused and logged once', async () => {
    await room.organisations.register(operator, draft);
    await expectCode(room.organisations.register(operator, { ...draft, name: 'Other name' }), 'resource.exists');
    expect(room.ledger).toHaveLength(1);
  });

  test('is in the ledger before anybody can see it', async () => {
    room.beforeAppend = async () => expect(await room.organisations.find(oins.requester)).toBeNull();
    await room.organisations.register(operator, draft);
    expect(room.ledger.map(({ type, organisation }) => [type, organisation])).toEqual([
      ['organisation.registered', { oin: oins.requester }],
    ]);
  });

  test('did not happen when the ledger cannot be written', async () => {
    room.failLedger();
    await expectCode(room.organisations.register(operator, draft), 'ledger.unavailable');
    expect(await room.organisations.find(oins.requester)).toBeNull();
  });
});

describe('a partner', () => {
  const both = ['another-region', 'example-region'];
  const partner = {
    oin: oins.provider,
    name: 'Example municipality',
    collaborations: ['example-region', 'third-region'],
  };

  test('is seen with the collaborations that are shared, and nothing else', async () => {
    await room.organisations.register(operator, draft);
    await room.organisations.register(operator, partner);
    await room.organisations.register(operator, { ...partner, oin: oins.stranger, collaborations: ['third-region'] });
    const own = { ...draft, collaborations: both, status: 'active' };
    const seen = { ...partner, collaborations: ['example-region'], status: 'active' };
    expect(await room.organisations.list(system)).toEqual(
      [own, seen].sort((one, other) => one.oin.localeCompare(other.oin)),
    );
    expect(await room.organisations.get(system, oins.provider)).toEqual(seen);
    await expectCode(room.organisations.get(system, oins.stranger), 'resource.not-found');
  });
});

describe('an organisation of others', () => {
  test('is as absent as one that does not exist, whatever is asked of it', async () => {
    const { kid } = await room.admit(oins.requester);
    for (const oin of [oins.requester, oins.provider]) {
      const errors = [
        await expectCode(room.organisations.get(stranger, oin), 'resource.not-found'),
        await expectCode(room.organisations.listKeys(stranger, oin), 'resource.not-found'),
        await expectCode(room.organisations.revokeKey(stranger, oin, kid), 'resource.not-found'),
      ];
      for (const { message, details } of errors)
        expect([message, details]).toEqual(['The resource does not exist or is not yours to see', {}]);
    }
  });
});

describe('the first operator', () => {
  const first = { oin: oins.operator, name: 'Operator', client: 'console', jwk: createSigner().jwk };

  test('is registered once, also when two nodes start at the same moment', async () => {
    await Promise.all([room.organisations.bootstrapOperator(first), room.organisations.bootstrapOperator(first)]);
    await room.organisations.bootstrapOperator({ ...first, jwk: createSigner().jwk });
    expect(await room.organisations.listKeys(operator, oins.operator)).toHaveLength(1);
    expect(room.ledger.map(({ type }) => type)).toEqual(['organisation.registered', 'key.registered']);
  });

  test('is not registered where anybody else is', async () => {
    await room.organisations.register(operator, draft);
    await room.organisations.bootstrapOperator(first);
    expect(await room.organisations.find(oins.operator)).toBeNull();
  });
});

test('what is logged is what the ledger takes', async () => {
  const { kid } = await room.admit(oins.requester);
  await room.organisations.addKey(operator, {
    oin: oins.requester,
    use: 'agreement',
    client: null,
    scopes: [],
    jwk: createSigner().jwk,
  });
  await room.organisations.revokeKey(operator, oins.requester, kid);
  const at = new Date(now).toISOString();
  const faults = room.ledger.flatMap((draftEntry) => entryFaults({ v: 1, id: createUuidV7(now), at, ...draftEntry }));
  expect(room.ledger.map(({ type }) => type)).toEqual([
    'organisation.registered',
    'key.registered',
    'key.registered',
    'key.revoked',
  ]);
  expect(faults).toEqual([]);
});
