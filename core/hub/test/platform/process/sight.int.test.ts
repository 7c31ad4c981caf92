import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import type { ActiveMandate } from '../../../src/platform/actions.ts';
import type { ProcessRecord } from '../../../src/platform/process/process-record.ts';
import type { Viewer } from '../../../src/platform/process/viewer.ts';
import { collaboration, openedEvent, ProcessHouse } from './process-house.ts';

const partners = [1, 2, 3].map((i) => `0000000999900000000${i}`);
const themes = ['theme-a', 'theme-b'];
const regions = ['north', 'south'];

let house: ProcessHouse;
let records: ProcessRecord[];
beforeAll(async () => {
  house = await ProcessHouse.open();
  records = [];
  for (const theme of themes) {
    for (const region of regions) {
      for (const participants of [[], ...partners.map((oin) => [oin]), partners.slice(0, 2)]) {
        const root = await house.begin('case', openedEvent({ theme, region, participants }));
        records.push(root, await house.begin('task', openedEvent({ theme, region, participants: [] }), root.id));
      }
    }
  }
});
afterAll(() => house?.close());

/** A statement as the driver gets it: as text, or with a name. */
const textOf = (asked: unknown): unknown =>
  typeof asked === 'object' && asked !== null && 'text' in asked ? asked.text : asked;

const some = (names: readonly string[]) => fc.subarray([...names]);
const mandate: fc.Arbitrary<ActiveMandate> = fc.record({
  mandate: fc.uuid(),
  role: fc.constantFrom('partner', 'chair'),
  level: fc.constantFrom('operational', 'policy'),
  collaboration: fc.constantFrom(collaboration, 'another-region'),
  themes: some(themes),
  regions: some(regions),
});
const viewers: fc.Arbitrary<Viewer> = fc.record({
  oin: fc.constantFrom(...partners, '00000009999000000009'),
  person: fc.constant('emp-7f3a91'),
  mandates: fc.array(mandate, { minLength: 1, maxLength: 4 }),
  caller: fc.constant({ oin: '', client: 'desk', scopes: [] }),
});

/** The rule in one sentence, without any SQL: joined to its root, and a mandate that holds there. */
function mayKnow({ oin, mandates }: Viewer, record: ProcessRecord): boolean {
  const root = records.find(({ id }) => id === record.root);
  const isJoined = root?.participants.includes(oin) ?? false;
  const holds = (limits: readonly string[], value: string) => limits.length === 0 || limits.includes(value);
  return (
    isJoined &&
    mandates.some(
      (held) =>
        held.collaboration === record.collaboration &&
        holds(held.themes, record.theme) &&
        holds(held.regions, record.region),
    )
  );
}

describe('what somebody may know of', () => {
  test('is what their organisation is joined to and their mandates reach, in lists and one by one', async () => {
    await fc.assert(
      fc.asyncProperty(viewers, fc.nat(), async (viewer, pick) => {
        const everything = { where: 'true', parameters: [], orderBy: 's.id', limit: 1000 };
        const seen = (await house.desk.list(viewer, everything)).map(({ id }) => id);
        const expected = records.filter((record) => mayKnow(viewer, record)).map(({ id }) => id);
        expect(new Set(seen)).toEqual(new Set(expected));
        expect(seen).toHaveLength(expected.length);
        const one = records[pick % records.length] as ProcessRecord;
        const looked = house.desk.get(viewer, one.kind, one.id);
        if (expected.includes(one.id)) expect(await looked).toMatchObject({ id: one.id });
        else await expect(looked).rejects.toMatchObject({ code: 'resource.not-found' });
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  test('is looked up in the same way and as often, whether something is hidden or does not exist', async () => {
    const hidden = records.find(({ participants }) => participants.length === 0) as ProcessRecord;
    const viewer = fc.sample(viewers, 1)[0] as Viewer;
    const spy = jest.spyOn(pg.Client.prototype, 'query');
    const statementsFor = async (id: string): Promise<unknown[]> => {
      spy.mockClear();
      await expect(house.desk.get(viewer, 'case', id)).rejects.toMatchObject({ code: 'resource.not-found' });
      return spy.mock.calls.map(([asked]) => textOf(asked));
    };
    const statements = await statementsFor(hidden.id);
    expect(statements.length).toBeGreaterThan(1);
    expect(await statementsFor('01938c5e-8c00-7000-8000-0000000000ff')).toEqual(statements);
    spy.mockRestore();
  });

  test('has no place for what a condition of the room lets through besides', async () => {
    const hidden = records.find(({ participants }) => participants.length === 0) as ProcessRecord;
    const viewer: Viewer = {
      oin: partners[0] as string,
      person: 'emp-7f3a91',
      caller: { oin: '', client: 'desk', scopes: [] },
      mandates: [{ mandate: hidden.id, role: 'chair', level: 'operational', collaboration, themes: [], regions: [] }],
    };
    const query = { where: 's.id = $1 OR true', parameters: [hidden.id], orderBy: 's.id', limit: 1000 };
    const seen = await house.desk.list(viewer, query);
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.map(({ id }) => id)).not.toContain(hidden.id);
  });
});
