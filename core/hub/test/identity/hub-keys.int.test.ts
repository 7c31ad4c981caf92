import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { oins } from '../fixtures.ts';
import { expectCode, callerOf } from './clients.ts';
import { IdentityRoom, operator } from './room.ts';

let room: IdentityRoom;
beforeAll(async () => {
  room = await IdentityRoom.open();
  await room.keys.current();
});
afterAll(() => room.close());

const rotate = (change: object = {}) =>
  room.hubKeys.rotate({ caller: operator, kind: 'token', isCompromised: false, ...change });

describe("the hub's own keys", () => {
  test('are for its operator alone', async () => {
    const caller = callerOf(oins.requester, ['exchange', 'agreements', 'ledger', 'cases', 'mandates']);
    await expectCode(room.hubKeys.list(caller), 'token.insufficient-scope');
    await expectCode(rotate({ caller }), 'token.insufficient-scope');
  });

  test('are rotated with an entry that names both, and holds no secret', async () => {
    const [before] = await room.hubKeys.list(operator);
    const made = await rotate();
    expect(made).toMatchObject({ kind: 'token', name: 'hub', version: 2, state: 'coming', verifierKey: null });
    expect(room.ledger.at(-1)).toEqual({
      type: 'key.rotated',
      action: 'change',
      organisation: { oin: operator.oin, client: operator.client },
      key: { kind: 'token', version: 2, previous: before?.fingerprint },
      digest: made.fingerprint,
    });
    await expectCode(rotate(), 'resource.changed');
  });

  test('are not made for a collaboration that has none', async () => {
    await expectCode(rotate({ kind: 'case', collaboration: 'nowhere' }), 'resource.not-found');
    await expectCode(rotate({ kind: 'case' }), 'request.invalid');
    await expectCode(rotate({ kind: 'token', collaboration: 'nowhere' }), 'request.invalid');
  });
});
