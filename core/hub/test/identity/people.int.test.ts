import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Mandate } from '../../src/platform/mandate.schema.ts';
import { Region } from '../region.ts';
import { aMandate } from './mandate-drafts.ts';

const dayMs = 86_400_000;
const at = (days: number): string => new Date(Date.now() + days * dayMs).toISOString();

let region: Region;
beforeAll(async () => {
  region = await Region.open({ scopes: ['exchange', 'agreements', 'ledger', 'mandates', 'cases'] });
});
afterAll(() => region.close());

describe('on a running hub', () => {
  test('a person whom their organisation mandates is known, until it revokes', async () => {
    const editor = { role: 'model-editor', level: 'policy', from: at(-1), until: at(30) } as const;
    const given = await region.requester.post<Mandate>('/v1/mandates', aMandate(editor));
    const person = region.requester.as(given.person);
    const held = { mandate: given.id, role: 'model-editor', level: 'policy' };
    const me = { person: given.person, scopes: ['cases', 'exchange'] };
    expect(await person.get('/v1/me')).toMatchObject({ ...me, mandates: [held] });
    await region.requester.post(`/v1/mandates/${given.id}/revocation`, { reason: 'Left the department' });
    expect(await person.get('/v1/me')).toMatchObject({ ...me, mandates: [] });
    const types = (await region.ledger()).map(({ type }) => type);
    expect(types.slice(-2)).toEqual(['mandate.given', 'mandate.revoked']);
  });

  test('a person cannot give themselves a mandate, and a system of another organisation sees none', async () => {
    const person = region.requester.as('emp-7f3a91');
    await expect(person.post('/v1/mandates', aMandate())).rejects.toMatchObject({ code: 'token.insufficient-scope' });
    expect(await region.provider.get('/v1/mandates')).toEqual({ items: [] });
  });
});
