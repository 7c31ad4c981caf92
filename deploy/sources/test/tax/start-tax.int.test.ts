import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createPopulation } from '../../src/population/population.ts';
import { story } from '../../src/population/story.ts';
import { incomesPath, relationsPath, startTax, type RunningTax } from '../../src/tax/start-tax.ts';
import { tokenPath } from '../../src/tax/token-endpoint.ts';
import { describeSource } from '../source/source.contract.ts';

const credentials = { clientId: 'koppel-test', clientSecret: 'secret-of-this-test' };
const basic = `Basic ${Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`).toString('base64')}`;
const population = createPopulation({ households: 20 });
const json = { 'content-type': 'application/json' };

const requestToken = (url: string, form: Record<string, string>, authorization = ''): Promise<Response> =>
  fetch(`${url}${tokenPath}`, { method: 'POST', headers: { authorization }, body: new URLSearchParams(form) });

async function fetchToken(url: string): Promise<string> {
  const answer = await requestToken(url, { grant_type: 'client_credentials' }, basic);
  return ((await answer.json()) as { access_token: string }).access_token;
}

describeSource({
  start: (options) => startTax({ ...options, ...credentials }),
  operation: 'incomes',
  question: async (url) => ({
    url: `${url}${incomesPath}`,
    headers: { ...json, authorization: `Bearer ${await fetchToken(url)}` },
    body: JSON.stringify({ bsn: story.knownPerson.bsn }),
  }),
});

describe('the tax authority', () => {
  let now = 0;
  let source: RunningTax;
  beforeEach(async () => {
    now = 1_000_000;
    source = await startTax({
      population,
      ...credentials,
      tokenLifetimeSeconds: 30,
      rateLimit: { questions: 3, perSeconds: 10 },
      now: () => now,
      control: { token: 'control' },
    });
  });
  afterEach(() => source.close());

  const post = async (path: string, body: unknown, token?: string): Promise<Response> =>
    fetch(`${source.url}${path}`, {
      method: 'POST',
      headers: { ...json, authorization: `Bearer ${token ?? (await fetchToken(source.url))}` },
      body: JSON.stringify(body),
    });

  const { bsn } = story.knownPerson;

  describe('token endpoint', () => {
    test('gives a token for the credentials in the header or in the form', async () => {
      const grant = { grant_type: 'client_credentials' };
      const byHeader = await requestToken(source.url, grant, basic);
      expect(await byHeader.json()).toEqual({ access_token: expect.any(String), token_type: 'Bearer', expires_in: 30 });
      expect(byHeader.headers.get('cache-control')).toBe('no-store');
      const form = { ...grant, client_id: credentials.clientId, client_secret: credentials.clientSecret };
      expect((await requestToken(source.url, form)).status).toBe(200);
    });

    test('refuses a wrong secret and another grant with the codes of RFC 6749', async () => {
      const wrong = await requestToken(source.url, { grant_type: 'client_credentials', client_id: 'koppel-test' });
      expect([wrong.status, await wrong.json()]).toEqual([401, { error: 'invalid_client' }]);
      const other = await requestToken(source.url, { grant_type: 'password' }, basic);
      expect([other.status, await other.json()]).toEqual([400, { error: 'unsupported_grant_type' }]);
    });

    test('refuses a body that is no form', async () => {
      const answer = await fetch(`${source.url}${tokenPath}`, {
        method: 'POST',
        headers: { 'content-type': 'text/csv' },
        body: 'x',
      });
      expect(answer.status).toBe(415);
    });
  });

  test('refuses a token from the end of its life', async () => {
    const token = await fetchToken(source.url);
    now += 29_999;
    expect((await post(incomesPath, { bsn }, token)).status).toBe(200);
    now += 1;
    const late = await post(incomesPath, { bsn }, token);
    expect([late.status, late.headers.get('www-authenticate')]).toEqual([401, 'Bearer error="invalid_token"']);
  });

  test('refuses revoked tokens and accepts the next one', async () => {
    const token = await fetchToken(source.url);
    source.revokeTokens();
    expect((await post(incomesPath, { bsn }, token)).status).toBe(401);
    expect((await post(incomesPath, { bsn })).status).toBe(200);
  });

  test('revokes tokens from the control surface', async () => {
    const token = await fetchToken(source.url);
    const act = (name: string): Promise<Response> =>
      fetch(`${source.controlUrl}/__control/actions/${name}`, {
        method: 'POST',
        headers: { authorization: 'Bearer control' },
      });
    expect((await act('revoke-tokens')).status).toBe(204);
    expect((await act('toString')).status).toBe(404);
    expect((await post(incomesPath, { bsn }, token)).status).toBe(401);
  });

  test('says how long to wait once the limit is reached, and answers again in the next window', async () => {
    const token = await fetchToken(source.url);
    const statuses = [];
    for (let i = 0; i < 3; i += 1) statuses.push((await post(incomesPath, { bsn }, token)).status);
    expect(statuses).toEqual([200, 200, 200]);
    now += 2_500;
    const refused = await post(incomesPath, { bsn }, token);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '8']);
    now += 8_000;
    expect((await post(incomesPath, { bsn }, token)).status).toBe(200);
  });

  test('gives the incomes of a person per year, in cents', async () => {
    const all = await (await post(incomesPath, { bsn })).json();
    expect(all).toEqual({
      bsn,
      incomes: [
        { year: 2024, kind: 'business-profit', amountCents: 1_812_050 },
        { year: 2025, kind: 'business-profit', amountCents: -240_000 },
      ],
    });
    const one = await (await post(incomesPath, { bsn, years: [2024] })).json();
    expect(one).toMatchObject({ incomes: [{ year: 2024 }] });
  });

  test('tells a person without income from a person it does not know', async () => {
    const child = story.household[2].bsn;
    expect(await (await post(incomesPath, { bsn: child })).json()).toEqual({ bsn: child, incomes: [] });
    const unknown = await post(incomesPath, { bsn: '111222333' });
    expect([unknown.status, await unknown.json()]).toMatchObject([404, { code: 'unknown-subject' }]);
  });

  test('gives the business relations of a person, of a firm and of an address', async () => {
    const relation = { kvkNumber: story.firm.kvkNumber, firmName: story.firm.name, addressId: story.address.id };
    const director = { ...relation, bsn, role: 'director', since: '2019-05-14', legalForm: 'private-limited-company' };
    const former = { ...relation, bsn: story.household[1].bsn, role: 'shareholder', until: '2023-06-30' };
    expect(await (await post(relationsPath, { bsn })).json()).toEqual({ relations: [director] });
    const { kvkNumber, addressId } = relation;
    const address = { postcode: story.address.postcode, houseNumber: story.address.houseNumber };
    now += 10_000;
    for (const subject of [{ kvkNumber }, { addressId }, { address }]) {
      const { relations } = (await (await post(relationsPath, subject)).json()) as { relations: unknown[] };
      expect(relations).toEqual([director, expect.objectContaining(former)]);
    }
  });

  test.each([
    ['no subject', {}],
    ['two subjects', { bsn, kvkNumber: '00000001' }],
    ['a subject of another kind', { iban: 'NL00' }],
    ['a bsn as a number', { bsn: Number(bsn) }],
  ])('refuses a question about %s', async (_title, body) => {
    const answer = await post(relationsPath, body);
    expect([answer.status, await answer.json()]).toMatchObject([400, { code: 'invalid', faults: expect.any(Array) }]);
  });
});
