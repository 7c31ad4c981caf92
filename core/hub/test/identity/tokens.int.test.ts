import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { now, oins } from '../fixtures.ts';
import { callerOf, createSigner, expectCode, signAssertion, type Signer } from './clients.ts';
import { formOf, IdentityRoom } from './room.ts';

let room: IdentityRoom;
let signer: Signer;
beforeAll(async () => {
  room = await IdentityRoom.open();
});
beforeEach(async () => {
  await room.empty();
  signer = await room.admit(oins.requester, ['exchange', 'ledger']);
});
afterAll(() => room.close());

const issue = async (change = {}, more = {}) => room.tokens.issue(formOf(await signAssertion(signer, change), more));
const setStatus = (status: string) =>
  room.database.queryAs('app', 'UPDATE organisation SET status = $1 WHERE oin = $2', [status, oins.requester]);

describe('the token endpoint', () => {
  test('gives a system everything its key allows, for five minutes', async () => {
    const { accessToken, ...rest } = await issue();
    expect(rest).toEqual({ expiresInSeconds: 300, scopes: ['exchange', 'ledger'] });
    expect(await room.tokens.verify(accessToken)).toEqual(callerOf(oins.requester, ['exchange', 'ledger']));
  });

  test('gives less when less is asked, and nothing when more is asked than the key allows', async () => {
    const { accessToken, scopes } = await issue({}, { scope: 'ledger' });
    expect(scopes).toEqual(['ledger']);
    expect((await room.tokens.verify(accessToken)).scopes).toEqual(['ledger']);
    await expectCode(issue({}, { scope: 'ledger operate' }), 'token.insufficient-scope');
    await expectCode(issue({}, { scope: '' }), 'token.insufficient-scope');
  });

  test('takes an assertion once, also when it comes twice at the same moment', async () => {
    const form = formOf(await signAssertion(signer));
    const results = await Promise.allSettled([1, 2, 3].map(() => room.tokens.issue(form)));
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    await expectCode(room.tokens.issue(form), 'client.assertion-replayed');
  });

  test('lets two systems use the same jti', async () => {
    const other = await room.admit(oins.requester, ['exchange'], 'archive');
    const subject = `${oins.requester}:archive`;
    await issue({ claims: { jti: 'a-chosen-one' } });
    const assertion = await signAssertion(other, { claims: { jti: 'a-chosen-one', iss: subject, sub: subject } });
    expect((await room.tokens.issue(formOf(assertion))).scopes).toEqual(['exchange']);
  });

  test('remembers a used assertion until it is refused for its age, and no longer', async () => {
    const form = formOf(await signAssertion(signer));
    await room.tokens.issue(form);
    await room.store.pruneAssertions(new Date(now + 109_999));
    await expectCode(room.tokens.issue(form), 'client.assertion-replayed');
    await room.store.pruneAssertions(new Date(now + 110_001));
    expect(await room.database.query('SELECT FROM used_assertion')).toEqual([]);
    room.clock.time = now + 110_001;
    await expectCode(room.tokens.issue(form), 'client.assertion-invalid');
  });

  test('does not remember what was not signed by the client, so that nobody can use up its jti', async () => {
    const assertion = await signAssertion(createSigner(), {
      header: { kid: signer.kid },
      claims: { jti: 'a-chosen-one' },
    });
    await expectCode(room.tokens.issue(formOf(assertion)), 'client.assertion-invalid');
    expect((await issue({ claims: { jti: 'a-chosen-one' } })).scopes).toHaveLength(2);
  });

  test.each([
    ['another grant', { grant_type: 'authorization_code' }, 'client.grant-unsupported'],
    ['a password in place of an assertion', { client_assertion_type: 'password' }, 'client.assertion-invalid'],
  ] as const)('refuses %s', async (_title, change, code) => {
    await expectCode(issue({}, change), code);
  });

  test('refuses a client that does not exist, the key of another one, of another organisation, of another use and a revoked one, all alike', async () => {
    const archive = await room.admit(oins.requester, ['exchange'], 'archive');
    const provider = await room.admit(oins.provider);
    const revoked = await room.admit(oins.requester, ['exchange']);
    await room.organisations.revokeKey(callerOf(oins.requester, ['agreements']), oins.requester, revoked.kid);
    const agreement = createSigner();
    await room.organisations.addKey(callerOf(oins.operator, ['operate']), {
      oin: oins.requester,
      use: 'agreement',
      client: null,
      scopes: [],
      jwk: agreement.jwk,
    });
    const messages = new Set<string>();
    for (const wrong of [createSigner(), archive, provider, revoked, agreement]) {
      const error = await expectCode(room.tokens.issue(formOf(await signAssertion(wrong))), 'client.assertion-invalid');
      messages.add(error.message);
    }
    expect(messages.size).toBe(1);
  });

  test('refuses an organisation that is inactive, but tells only its own systems', async () => {
    await setStatus('inactive');
    await expectCode(issue(), 'organisation.inactive');
    await expectCode(
      room.tokens.issue(formOf(await signAssertion(createSigner(), { header: { kid: signer.kid } }))),
      'client.assertion-invalid',
    );
  });

  test.each(["'; DROP TABLE organisation; --", '../../etc/passwd', '%00', ' '])(
    'treats the kid %j as the name of no key',
    async (kid) => {
      await expectCode(issue({ header: { kid } }), 'client.assertion-invalid');
      expect(await room.organisations.find(oins.requester)).not.toBeNull();
    },
  );
});

describe('a token', () => {
  test('is worthless as soon as the key that it was given for is revoked', async () => {
    const { accessToken } = await issue();
    const replacement = await room.admit(oins.requester, ['exchange']);
    await room.organisations.revokeKey(callerOf(oins.requester, ['exchange']), oins.requester, signer.kid);
    await expectCode(room.tokens.verify(accessToken), 'token.invalid');
    expect(await room.tokens.verify(await room.tokenFor(replacement))).toBeDefined();
  });

  test('is told apart from others that are shown at the same moment, of which one is worthless', async () => {
    const { accessToken: revoked } = await issue();
    await room.organisations.revokeKey(callerOf(oins.operator, ['operate']), oins.requester, signer.kid);
    const system = `${oins.provider}:intake`;
    const assertion = await signAssertion(await room.admit(oins.provider), { claims: { iss: system, sub: system } });
    const { accessToken: given } = await room.tokens.issue(formOf(assertion));
    signer = await room.admit(oins.requester, ['ledger']);
    const { accessToken: givenToo } = await issue();
    const shown = [given, revoked, givenToo, given].map((token) => room.tokens.verify(token));
    await expectCode(shown[1] ?? Promise.resolve(), 'token.invalid');
    expect(await Promise.all([shown[0], shown[2], shown[3]])).toEqual([
      callerOf(oins.provider, ['exchange']),
      callerOf(oins.requester, ['ledger']),
      callerOf(oins.provider, ['exchange']),
    ]);
  });

  test('is worthless while its organisation is inactive', async () => {
    const { accessToken } = await issue();
    await setStatus('inactive');
    await expectCode(room.tokens.verify(accessToken), 'organisation.inactive');
    await setStatus('active');
    expect(await room.tokens.verify(accessToken)).toBeDefined();
  });

  test('tells nothing of the person who uses the system', async () => {
    const { accessToken } = await issue();
    expect(Object.keys(decodeJwt(accessToken)).sort()).toEqual([
      'aud',
      'client',
      'exp',
      'iat',
      'iss',
      'jti',
      'key',
      'oin',
      'scope',
      'sub',
    ]);
  });
});
