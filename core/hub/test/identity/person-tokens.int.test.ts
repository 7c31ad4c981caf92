import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import type { Scope } from '../../src/platform/actions.ts';
import { oins } from '../fixtures.ts';
import {
  callerOf,
  createSigner,
  expectCode,
  signAssertion,
  signSubjectToken,
  type AssertionChange,
  type Signer,
} from './clients.ts';
import { exchangeFormOf, formOf, IdentityRoom } from './room.ts';

const person = 'emp-7f3a91';
const everything: readonly Scope[] = ['exchange', 'agreements', 'ledger', 'mandates', 'cases'];

let room: IdentityRoom;
let signer: Signer;
beforeAll(async () => {
  room = await IdentityRoom.open();
});
beforeEach(async () => {
  await room.empty();
  signer = await room.admit(oins.requester, everything);
});
afterAll(() => room.close());

interface Exchange {
  readonly by?: Signer;
  readonly assertion?: AssertionChange;
  readonly subject?: AssertionChange;
  readonly more?: Readonly<Record<string, string>>;
}

/** A token exchange that is right in everything but what a test changes; `by` signs the subject token. */
async function exchange({ by = signer, assertion = {}, subject = {}, more = {} }: Exchange = {}) {
  const { clock } = room;
  const signed = await signAssertion(signer, { clock, ...assertion });
  return room.tokens.issue(exchangeFormOf(signed, await signSubjectToken(by, { clock, ...subject }), more));
}

describe('a token exchange', () => {
  test('gives a token that names the person, for five minutes, with no scope but those of people', async () => {
    const { accessToken, ...rest } = await exchange();
    expect(rest).toEqual({ expiresInSeconds: 300, scopes: ['cases', 'exchange'] });
    expect(await room.tokens.verify(accessToken)).toEqual({ ...callerOf(oins.requester, rest.scopes), person });
    expect(decodeJwt(accessToken)).toMatchObject({ sub: `${oins.requester}:intake`, person, key: signer.kid });
  });

  test('gives less when less is asked', async () => {
    expect((await exchange({ more: { scope: 'exchange' } })).scopes).toEqual(['exchange']);
  });

  test.each(['operate', 'agreements', 'ledger', 'mandates', 'cases mandates', ''])(
    'gives nobody the scope "%s", although the key holds more',
    async (scope) => {
      await expectCode(exchange({ more: { scope } }), 'token.insufficient-scope');
    },
  );

  test('is refused to a system whose key does not allow it to act for people', async () => {
    signer = await room.admit(oins.requester, ['exchange', 'mandates']);
    const { details } = await expectCode(exchange(), 'token.insufficient-scope');
    expect(details['scope']).toBe('cases');
  });

  test('gives no scope that only one of two keys holds', async () => {
    const other = await room.admit(oins.requester, ['cases']);
    expect((await exchange({ by: other })).scopes).toEqual(['cases']);
    const without = await room.admit(oins.requester, ['exchange']);
    await expectCode(exchange({ by: without }), 'token.insufficient-scope');
  });

  test.each([
    ['no subject token', { subject_token: undefined }, '/body/subject_token'],
    ['a subject token of another kind', { subject_token_type: 'saml2' }, '/body/subject_token_type'],
  ])('with %s is told what is missing', async (_title, change, path) => {
    const form = exchangeFormOf(await signAssertion(signer), await signSubjectToken(signer));
    const changed = JSON.parse(JSON.stringify({ ...form, ...change })) as Record<string, string>;
    const { details } = await expectCode(room.tokens.issue(changed), 'request.invalid');
    expect([details['error'], details.faults?.map((fault) => fault.path)]).toEqual(['invalid_request', [path]]);
  });

  test('under the name of client credentials is refused, and not answered with the token of the system', async () => {
    await expectCode(exchange({ more: { grant_type: 'client_credentials' } }), 'request.invalid');
  });
});

describe('nobody gets a person’s token with', () => {
  test('the key of another organisation, of another system, an unknown or a revoked one: all are told the same', async () => {
    const archive = await room.admit(oins.requester, everything, 'archive');
    const foreign = await room.admit(oins.provider, everything);
    const revoked = await room.admit(oins.requester, everything);
    await room.organisations.revokeKey(callerOf(oins.requester, ['agreements']), oins.requester, revoked.kid);
    const elsewhere = (oin: string, client: string) => ({ claims: { iss: `${oin}:${client}` } });
    const errors = await Promise.all(
      [
        { by: createSigner() },
        { by: createSigner(), subject: { header: { kid: signer.kid } } },
        { by: archive },
        { by: archive, subject: elsewhere(oins.requester, 'archive') },
        { by: foreign },
        { by: foreign, subject: elsewhere(oins.provider, 'intake') },
        { by: revoked },
      ].map((change) => expectCode(exchange(change), 'request.invalid')),
    );
    expect(new Set(errors.map(({ message }) => message))).toEqual(
      new Set(['The subject token is not signed with a key of this client']),
    );
  });

  test('the key of another organisation in place of the own one', async () => {
    const foreign = await room.admit(oins.provider, everything);
    const subject = await signSubjectToken(signer);
    const claims = { iss: `${oins.provider}:intake`, sub: `${oins.provider}:intake` };
    const form = exchangeFormOf(await signAssertion(foreign, { claims }), subject);
    await expectCode(room.tokens.issue(form), 'request.invalid');
  });

  test('the agreement key of the organisation', async () => {
    const { jwk, ...agreement } = createSigner();
    const draft = { oin: oins.requester, use: 'agreement', client: null, scopes: [], jwk } as const;
    await room.organisations.addKey(callerOf(oins.operator, ['operate']), draft);
    await expectCode(exchange({ by: { ...agreement, jwk } }), 'request.invalid');
  });

  test('a subject token that was used before, also when two requests bring it at the same moment', async () => {
    const subject = await signSubjectToken(signer);
    const forms = await Promise.all([1, 2, 3].map(async () => exchangeFormOf(await signAssertion(signer), subject)));
    const results = await Promise.allSettled(forms.map((form) => room.tokens.issue(form)));
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    const again = exchangeFormOf(await signAssertion(signer), subject);
    await expectCode(room.tokens.issue(again), 'client.assertion-replayed');
  });

  test('an assertion that was used before', async () => {
    const assertion = await signAssertion(signer);
    await room.tokens.issue(formOf(assertion));
    const form = exchangeFormOf(assertion, await signSubjectToken(signer));
    await expectCode(room.tokens.issue(form), 'client.assertion-replayed');
  });

  test('an assertion in place of a subject token, whatever its type and subject say', async () => {
    const assertions = await Promise.all([
      signAssertion(signer),
      signAssertion(signer, { header: { typ: 'koppel-person+jwt' } }),
      signAssertion(signer, { claims: { sub: person } }),
    ]);
    for (const assertion of assertions) {
      const form = exchangeFormOf(await signAssertion(signer), assertion);
      await expectCode(room.tokens.issue(form), 'request.invalid');
    }
  });

  test('a subject token in place of an assertion, whatever its type and subject say', async () => {
    const subjects = await Promise.all([
      signSubjectToken(signer),
      signSubjectToken(signer, { header: { typ: 'JWT' } }),
      signSubjectToken(signer, { claims: { sub: `${oins.requester}:intake` } }),
    ]);
    for (const subject of subjects) {
      await expectCode(room.tokens.issue(formOf(subject)), 'client.assertion-invalid');
      const form = exchangeFormOf(subject, await signSubjectToken(signer));
      await expectCode(room.tokens.issue(form), 'client.assertion-invalid');
    }
  });

  test('an access token in place of a subject token', async () => {
    for (const token of [await room.tokenFor(signer), await room.personTokenFor(signer)]) {
      const form = exchangeFormOf(await signAssertion(signer), token);
      await expectCode(room.tokens.issue(form), 'request.invalid');
    }
  });

  test('another algorithm than the key is for', async () => {
    const by = { ...createSigner('ES256'), kid: signer.kid };
    await expectCode(exchange({ by }), 'token.wrong-algorithm');
  });
});

describe('a person’s token', () => {
  test.each(['system', 'voucher'])('is worthless as soon as the key of its %s is revoked', async (which) => {
    const voucher = await room.admit(oins.requester, everything);
    const { accessToken } = await exchange({ by: voucher });
    expect(await room.tokens.verify(accessToken)).toMatchObject({ person });
    const { kid } = which === 'system' ? signer : voucher;
    await room.organisations.revokeKey(callerOf(oins.requester, ['agreements']), oins.requester, kid);
    await expectCode(room.tokens.verify(accessToken), 'token.invalid');
  });

  test('is worthless while its organisation is inactive, and none is given', async () => {
    const { accessToken } = await exchange();
    await room.database.queryAs('app', `UPDATE organisation SET status = 'inactive' WHERE oin = $1`, [oins.requester]);
    await expectCode(room.tokens.verify(accessToken), 'organisation.inactive');
    await expectCode(exchange(), 'organisation.inactive');
  });
});
