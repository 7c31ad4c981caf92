import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KoppelError } from '@koppel/contract';
import { hubRoutes } from '../../src/hub.ts';
import { caller, Door, tokenOf } from './door.ts';

/** Passes the 11-test and is not issued. */
const bsn = '999990019';
const json = { 'content-type': 'application/json' };
const authorization = `Bearer ${tokenOf()}`;

let door: Door;
beforeAll(async () => {
  door = await Door.open(hubRoutes);
  door.answer = async (name) => {
    if (name === 'identity.verify') return { ...caller, scopes: ['exchange', 'agreements', 'ledger', 'operate'] };
    if (name === 'exchange.perform')
      throw new Error(`no row for bsn ${bsn}`, { cause: new KoppelError('hub.failed', bsn) });
    throw Object.assign(new Error(`Key (subject)=(${bsn}) already exists`), {
      code: '23505',
      detail: bsn,
      parameters: [bsn],
    });
  };
});
afterAll(() => door.close());

const exchange = (request: object, more: object = {}) =>
  JSON.stringify({
    agreement: '01938c5e-8c00-7000-8000-000000000001',
    operation: 'municipality.find-residents',
    purpose: 'prevent-and-detect-offences',
    actor: { id: 'emp-7f3a91', role: 'intelligence-officer' },
    request,
    ...more,
  });
const post = (body: string, headers: object = {}) => ({
  method: 'POST',
  path: '/v1/exchanges',
  headers: { ...json, authorization, ...headers },
  body,
});

const plants = {
  'a question of which the answer fails unexpectedly': post(exchange({ bsn })),
  'a field that is none': post(exchange({ bsn }, { [bsn]: bsn })),
  'a field that should be something else': post(
    exchange({ bsn }, { agreement: bsn, purpose: Number(bsn), actor: bsn }),
  ),
  'a body that is not JSON': post(`{"bsn":${bsn}`),
  'a body with a key twice': post(`{"${bsn}":1,"${bsn}":2}`),
  'an idempotency key': post(exchange({}), { 'idempotency-key': bsn }),
  'a transaction': post(exchange({}), { 'fsc-transaction-id': bsn }),
  'a trace': post(exchange({}), { traceparent: bsn }),
  'a header of its own': post(exchange({}), { 'x-bsn': bsn }),
  'a type of content': post(exchange({}), { 'content-type': `application/${bsn}` }),
  'a type that is accepted': post(exchange({}), { accept: `application/${bsn}` }),
  'a token': post(exchange({}), { authorization: `Bearer ${bsn}` }),
  'a password': post(exchange({}), { authorization: `Basic ${Buffer.from(`${bsn}:${bsn}`).toString('base64')}` }),
  'a path that leads somewhere': { path: `/v1/agreements/${bsn}`, headers: { authorization } },
  'a path that leads nowhere': { path: `/v1/persons/${bsn}`, headers: { authorization } },
  'a path that cannot be read': { path: `/v1/agreements/${bsn}%zz`, headers: { authorization } },
  'a path that is too long': { path: `/v1/agreements/${bsn.repeat(50)}`, headers: { authorization } },
  'a query': { path: `/v1/agreements?status=${bsn}`, headers: { authorization } },
  'the name of a query': { path: `/v1/agreements?${bsn}=1`, headers: { authorization } },
  'a method': { method: 'DELETE', path: `/v1/exchanges?bsn=${bsn}`, headers: { authorization } },
  'the subject of a disclosure': {
    method: 'POST',
    path: '/v1/ledger/disclosures',
    headers: { ...json, authorization },
    body: JSON.stringify({ subject: { kind: 'bsn', value: bsn } }),
  },
  'the name of an organisation': {
    method: 'POST',
    path: '/v1/organisations',
    headers: { ...json, authorization },
    body: JSON.stringify({ oin: '00000009999000000001', name: bsn, collaborations: [] }),
  },
  'a form': {
    method: 'POST',
    path: '/v1/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: `grant_type=${bsn}&client_assertion_type=${bsn}&client_assertion=${bsn}&${bsn}=1`,
  },
};

describe('an identifier that was put in', () => {
  test.each(Object.entries(plants))('%s comes back in no answer and no log', async (_title, question) => {
    const { status, text, headers } = await door.ask(question);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(text + JSON.stringify(headers) + door.log.text()).not.toContain(bsn);
  });
});

test('what failed unexpectedly was logged all the same', () => {
  expect(door.log.lines.length).toBeGreaterThan(2);
});
