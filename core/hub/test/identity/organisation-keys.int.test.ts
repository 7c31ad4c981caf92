import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { now, oins } from '../fixtures.ts';
import { callerOf, createSigner, expectCode } from './clients.ts';
import { IdentityRoom, operator } from './room.ts';

const system = callerOf(oins.requester, ['exchange']);

let room: IdentityRoom;
beforeAll(async () => {
  room = await IdentityRoom.open();
});
beforeEach(() => room.empty());
afterAll(() => room.close());

describe('registering a key', () => {
  test('gives it the id that the hub computes, and shows it', async () => {
    const signer = await room.admit(oins.requester, ['exchange', 'agreements']);
    const keys = await room.organisations.listKeys(system, oins.requester);
    expect(keys).toEqual([
      {
        kid: signer.kid,
        oin: oins.requester,
        use: 'client',
        client: 'intake',
        scopes: ['agreements', 'exchange'],
        jwk: signer.jwk,
        status: 'active',
        createdAt: new Date(now).toISOString(),
      },
    ]);
  });

  test('of an organisation that does not exist is refused to the operator too', async () => {
    const key = {
      oin: oins.requester,
      use: 'client',
      client: 'intake',
      scopes: ['exchange'],
      jwk: createSigner().jwk,
    } as const;
    await expectCode(room.organisations.addKey(operator, key), 'resource.not-found');
    expect(room.ledger).toEqual([]);
  });

  test('is refused to a system for more than it is, before anything is written', async () => {
    await room.admit(oins.requester);
    const key = { oin: oins.requester, use: 'agreement', client: null, scopes: [], jwk: createSigner().jwk } as const;
    await expectCode(room.organisations.addKey(system, key), 'token.insufficient-scope');
    expect(await room.organisations.listKeys(system, oins.requester)).toHaveLength(1);
  });

  test('that another organisation has, or that was revoked, is refused', async () => {
    const { jwk, kid } = await room.admit(oins.requester);
    await room.admit(oins.provider);
    const key = { oin: oins.provider, use: 'client', client: 'intake', scopes: ['exchange'], jwk } as const;
    await expectCode(room.organisations.addKey(operator, key), 'resource.exists');
    await room.organisations.revokeKey(operator, oins.requester, kid);
    await expectCode(room.organisations.addKey(operator, { ...key, oin: oins.requester }), 'resource.exists');
  });

  test('did not happen when the ledger cannot be written', async () => {
    await room.admit(oins.requester);
    room.failLedger();
    const key = {
      oin: oins.requester,
      use: 'client',
      client: 'intake',
      scopes: ['exchange'],
      jwk: createSigner().jwk,
    } as const;
    await expectCode(room.organisations.addKey(system, key), 'ledger.unavailable');
    expect(await room.organisations.listKeys(system, oins.requester)).toHaveLength(1);
  });
});

describe('revoking a key', () => {
  test('makes it count no longer, tells every node, and is logged with its thumbprint', async () => {
    const { kid } = await room.admit(oins.requester);
    expect(await room.organisations.findKey({ oin: oins.requester, kid, use: 'client' })).toMatchObject({ kid });
    const revoked = await room.organisations.revokeKey(system, oins.requester, kid);
    expect(revoked.status).toBe('revoked');
    expect(await room.organisations.findKey({ oin: oins.requester, kid, use: 'client' })).toBeNull();
    expect(room.announced).toEqual([oins.requester]);
    expect(room.ledger.at(-1)).toEqual({
      type: 'key.revoked',
      action: 'change',
      organisation: { oin: oins.requester, client: 'intake' },
      digest: Buffer.from(kid, 'base64url').toString('hex'),
    });
  });

  test('twice changes and logs it once', async () => {
    const { kid } = await room.admit(oins.requester);
    await room.organisations.revokeKey(system, oins.requester, kid);
    const entries = room.ledger.length;
    expect((await room.organisations.revokeKey(system, oins.requester, kid)).status).toBe('revoked');
    expect(room.ledger).toHaveLength(entries);
    expect(room.announced).toHaveLength(1);
  });

  test('did not happen when the ledger cannot be written', async () => {
    const { kid } = await room.admit(oins.requester);
    room.failLedger();
    await expectCode(room.organisations.revokeKey(system, oins.requester, kid), 'ledger.unavailable');
    expect(await room.organisations.findKey({ oin: oins.requester, kid, use: 'client' })).not.toBeNull();
    expect(room.announced).toEqual([]);
  });

  test('is refused to another system of the organisation', async () => {
    const { kid } = await room.admit(oins.requester, ['exchange'], 'archive');
    await expectCode(room.organisations.revokeKey(system, oins.requester, kid), 'token.insufficient-scope');
    expect(await room.organisations.findKey({ oin: oins.requester, kid, use: 'client' })).not.toBeNull();
  });

  test('that does not exist is not found', async () => {
    await room.admit(oins.requester);
    await expectCode(room.organisations.revokeKey(operator, oins.requester, createSigner().kid), 'resource.not-found');
  });
});

describe('a key that another room asks for', () => {
  test('counts only for its own organisation and use', async () => {
    const { kid } = await room.admit(oins.requester);
    await room.admit(oins.provider);
    expect(await room.organisations.findKey({ oin: oins.provider, kid, use: 'client' })).toBeNull();
    expect(await room.organisations.findKey({ oin: oins.requester, kid, use: 'agreement' })).toBeNull();
  });

  test('does not count while its organisation is inactive', async () => {
    const { kid } = await room.admit(oins.requester);
    await room.database.queryAs('app', `UPDATE organisation SET status = 'inactive' WHERE oin = $1`, [oins.requester]);
    expect(await room.organisations.findKey({ oin: oins.requester, kid, use: 'client' })).toBeNull();
  });
});
