import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Body } from '../../../src/platform/body.schema.ts';
import type { Page } from '../../../src/platform/paging.ts';
import { partnerOins } from '../../process-people.ts';
import { ProcessRegion } from '../../process-region.ts';
import { codeOf } from '../story.ts';

const { police, municipality, tax, centre } = partnerOins;

let region: ProcessRegion;
beforeAll(async () => {
  region = await ProcessRegion.open();
}, 60_000);
afterAll(() => region?.close());

const operator = () => region.region.operator;
const bodyOf = (id: string) => operator().get<Body>(`/v1/bodies/${id}`);

describe('bodies', () => {
  test('are seen by their members and by the operator, and are nothing to anybody else', async () => {
    const id = await region.createBody('operational', { members: [police, centre] });
    expect(await region.partners.police.get(`/v1/bodies/${id}`)).toMatchObject({ id, active: true, revision: 1 });
    expect(await bodyOf(id)).toMatchObject({ id, members: [police, centre].sort() });
    expect(await codeOf(region.partners.tax.get(`/v1/bodies/${id}`))).toBe('resource.not-found');
    const listed = await region.partners.tax.get<Page<Body>>('/v1/bodies?limit=200');
    expect(new Set(listed.items.map((body) => body.id))).toEqual(new Set(Object.values(region.bodies)));
  });

  test('come in pages, each once', async () => {
    const all = await operator().get<Page<Body>>('/v1/bodies?limit=200');
    const first = await operator().get<Page<Body>>('/v1/bodies?limit=2');
    const rest = await operator().get<Page<Body>>(`/v1/bodies?limit=200&after=${first.next}`);
    expect([...first.items, ...rest.items]).toEqual(all.items);
    expect(rest.next).toBeUndefined();
  });

  test('are written down by the operator alone', async () => {
    const draft = { ...(await bodyOf(region.bodies.conference)) };
    const { id: _id, active: _active, revision: _revision, ...own } = draft;
    expect(await codeOf(region.partners.centre.post('/v1/bodies', own))).toBe('token.insufficient-scope');
    const path = `/v1/bodies/${region.bodies.conference}`;
    expect(await codeOf(region.partners.centre.post(`${path}/members`, { add: [tax] }))).toBe(
      'token.insufficient-scope',
    );
    expect(await codeOf(region.partners.centre.post(`${path}/closure`, { reason: 'Enough' }))).toBe(
      'token.insufficient-scope',
    );
  });

  test('are refused with all faults, and nothing is kept', async () => {
    const before = await operator().get<Page<Body>>('/v1/bodies?limit=200');
    const faulty = region.createBody('strategic', {
      members: [police, '00000009999000000099'],
      parent: region.bodies.steering,
    });
    await expect(faulty).rejects.toMatchObject({
      code: 'request.invalid',
      details: { faults: [{ path: '/body/members/1' }, { path: '/body/coordinator' }, { path: '/body/parent' }] },
    });
    expect(await operator().get('/v1/bodies?limit=200')).toEqual(before);
  });

  test('change on the revision that was seen, with both told when somebody was faster', async () => {
    const id = await region.createBody('operational', { members: [centre, police] });
    const path = `/v1/bodies/${id}/members`;
    const changed = await operator().post<Body>(path, { add: [municipality], remove: [police] }, { 'if-match': '"1"' });
    expect(changed).toMatchObject({ members: [centre, municipality].sort(), revision: 2 });
    expect(await codeOf(region.partners.police.get(`/v1/bodies/${id}`))).toBe('resource.not-found');
    const late = operator().post(path, { add: [tax] }, { 'if-match': '"1"' });
    await expect(late).rejects.toMatchObject({ code: 'resource.changed', details: { seen: 1, current: 2 } });
    expect(await codeOf(operator().post(path, { remove: [centre] }))).toBe('request.invalid');
    expect(await bodyOf(id)).toEqual(changed);
  });

  test('lose no change when several are made at once', async () => {
    const id = await region.createBody('operational', { members: [centre] });
    const path = `/v1/bodies/${id}/members`;
    const outcomes = await Promise.all(
      [police, municipality, tax].map((oin) => codeOf(operator().post(path, { add: [oin] }))),
    );
    const made = outcomes.filter((outcome) => outcome === 'no problem').length;
    expect(outcomes.every((outcome) => ['no problem', 'resource.changed'].includes(outcome))).toBe(true);
    const { revision, members } = await bodyOf(id);
    expect([revision, members.length]).toEqual([1 + made, 1 + made]);
  });

  test('take nothing new after they ended', async () => {
    const id = await region.createBody('operational');
    await operator().post(`/v1/bodies/${id}/closure`, { reason: 'Taken over by the neighbours' });
    expect(await bodyOf(id)).toMatchObject({ active: false, revision: 2 });
    const meeting = { heldAt: new Date().toISOString(), invited: [] };
    expect(await codeOf(region.as('chair').post(`/v1/bodies/${id}/conferences`, meeting))).toBe('resource.not-found');
  });

  test('leave a digest of every change in the log, which stands when the log is held against what is stored', async () => {
    const id = await region.createBody('operational');
    await operator().post(`/v1/bodies/${id}/members`, { remove: [tax] });
    const marks = await region.region.database.query<{ happened: string; digest: string }>(
      `SELECT clear->>'happened' AS happened, encode(digest, 'hex') AS digest FROM process_mark
       WHERE clear->'body'->>'id' = '${id}' ORDER BY ledger_index`,
    );
    expect(marks.map(({ happened }) => happened)).toEqual(['created', 'changed']);
    const entries = (await region.region.ledger()).map((entry) => JSON.stringify(entry)).join('\n');
    for (const { digest } of marks) expect(entries).toContain(digest);
  });
});
