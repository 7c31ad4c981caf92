import { describe, expect, test } from '@jest/globals';
import {
  checkNewKey,
  checkRevocation,
  requireMandateOffice,
  requireOperator,
  requireSight,
  type KeyDraft,
} from '../../src/identity/identity-policy.ts';
import { oins } from '../fixtures.ts';
import { callerOf, createSigner, expectCode, keyOf } from './clients.ts';

const operator = callerOf(oins.operator, ['operate'], 'console');
const system = callerOf(oins.requester, ['exchange', 'ledger']);
const person = { ...callerOf(oins.requester, ['cases', 'exchange']), person: 'emp-7f3a91' };
const signer = createSigner();
const draft = (change: Partial<KeyDraft> = {}): KeyDraft => ({
  oin: oins.requester,
  use: 'client',
  client: 'intake',
  scopes: ['exchange'],
  jwk: signer.jwk,
  ...change,
});

const expectAllowed = (work: () => void) => {
  expect(work).not.toThrow();
};

describe('seeing an organisation', () => {
  test('is for itself and for the operator; to others it does not exist', async () => {
    expectAllowed(() => requireSight(system, oins.requester));
    expectAllowed(() => requireSight(operator, oins.requester));
    await expectCode(() => requireSight(system, oins.provider), 'resource.not-found');
  });
});

test('operating is for the operator, whatever else a system may', async () => {
  expectAllowed(() => requireOperator(operator));
  const { details } = await expectCode(() => requireOperator(system), 'token.insufficient-scope');
  expect(details['scope']).toBe('operate');
});

describe('registering a key', () => {
  test('is for the operator, for any organisation and use', () => {
    expectAllowed(() => checkNewKey(operator, draft()));
    expectAllowed(() => checkNewKey(operator, draft({ use: 'agreement', client: null, scopes: [] })));
    expectAllowed(() => checkNewKey(operator, draft({ oin: oins.operator, scopes: ['operate'] })));
  });

  test('is for a system that replaces its own key', () => {
    expectAllowed(() => checkNewKey(system, draft()));
    expectAllowed(() => checkNewKey(system, draft({ scopes: ['exchange', 'ledger'] })));
  });

  test.each<[string, Partial<KeyDraft>]>([
    ['for another system', { client: 'archive' }],
    ['with a scope its token lacks', { scopes: ['exchange', 'agreements'] }],
    ['that may operate the hub', { scopes: ['operate'] }],
    ['that signs agreements', { use: 'agreement', client: null, scopes: [] }],
  ])('is not for a system when it is one %s', async (_title, change) => {
    await expectCode(() => checkNewKey(system, draft(change)), 'token.insufficient-scope');
  });

  test('is not for a person who works with the system, who could become anybody else with it', async () => {
    await expectCode(() => checkNewKey(person, draft({ scopes: ['cases'] })), 'token.insufficient-scope');
    expectAllowed(() => checkNewKey(callerOf(oins.requester, ['cases']), draft({ scopes: ['cases'] })));
  });

  test('of another organisation is as if that did not exist', async () => {
    await expectCode(() => checkNewKey(system, draft({ oin: oins.provider })), 'resource.not-found');
  });

  test('gives nobody but the operator the scope to operate', async () => {
    const error = await expectCode(() => checkNewKey(operator, draft({ scopes: ['operate'] })), 'request.invalid');
    expect(error.details.faults?.[0]?.path).toBe('/body/scopes');
  });

  test('tells all that is wrong with its shape', async () => {
    const client = await expectCode(
      () => checkNewKey(operator, draft({ client: null, scopes: [] })),
      'request.invalid',
    );
    expect(client.details.faults?.map(({ path }) => path)).toEqual(['/body/client', '/body/scopes']);
    const homeless = await expectCode(() => checkNewKey(operator, draft({ client: null })), 'request.invalid');
    expect(homeless.details.faults?.map(({ path }) => path)).toEqual(['/body/client']);
    const agreement = await expectCode(() => checkNewKey(operator, draft({ use: 'agreement' })), 'request.invalid');
    expect(agreement.details.faults?.map(({ path }) => path)).toEqual(['/body/client', '/body/scopes']);
  });
});

describe('revoking a key', () => {
  const agreementKey = keyOf(signer, { use: 'agreement', client: null, scopes: [] });

  test('is for the operator, for the system itself, and for whoever makes agreements', () => {
    expectAllowed(() => checkRevocation(operator, keyOf(signer)));
    expectAllowed(() => checkRevocation(system, keyOf(signer)));
    expectAllowed(() => checkRevocation(callerOf(oins.requester, ['agreements'], 'archive'), keyOf(signer)));
    expectAllowed(() => checkRevocation(callerOf(oins.requester, ['agreements'], 'archive'), agreementKey));
  });

  test('is not for another system of the organisation', async () => {
    await expectCode(() => checkRevocation(system, keyOf(signer, { client: 'archive' })), 'token.insufficient-scope');
    await expectCode(() => checkRevocation(system, agreementKey), 'token.insufficient-scope');
  });

  test('is not for a person who works with the system', async () => {
    await expectCode(() => checkRevocation(person, keyOf(signer)), 'token.insufficient-scope');
  });
});

describe('giving and revoking mandates', () => {
  test('is for a system that holds the scope, and for no person, whatever the scopes', async () => {
    const office = callerOf(oins.requester, ['mandates']);
    expectAllowed(() => requireMandateOffice(office));
    await expectCode(() => requireMandateOffice({ ...office, person: 'emp-7f3a91' }), 'token.insufficient-scope');
    const { details } = await expectCode(() => requireMandateOffice(system), 'token.insufficient-scope');
    expect(details['scope']).toBe('mandates');
  });
});
