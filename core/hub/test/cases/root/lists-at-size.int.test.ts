import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { EntityManager } from 'typeorm';
import { listRoots } from '../../../src/cases/root/root-list.ts';
import { ProcessDesk } from '../../../src/platform/process/process-desk.ts';
import type { ProcessWriter } from '../../../src/platform/process/process-writer.ts';
import { ProcessStore, type Governed, type StreamQuery } from '../../../src/platform/process/process.store.ts';
import type { Viewer } from '../../../src/platform/process/viewer.ts';
import { oins } from '../../fixtures.ts';
import { collaboration, ProcessHouse } from '../../platform/process/process-house.ts';

interface Plan {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly Plans?: readonly Plan[];
}

/** Asks PostgreSQL how it would answer, instead of reading what it answers. */
class ExplainingStore extends ProcessStore {
  plan: Plan | undefined;

  override list(manager: EntityManager, query: StreamQuery): Promise<Governed[]> {
    const explain = async (text: string, values: unknown[]): Promise<unknown[]> => {
      const rows = await manager.query<{ 'QUERY PLAN': [{ Plan: Plan }] }[]>(
        `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
        values,
      );
      this.plan = rows[0]?.['QUERY PLAN'][0].Plan;
      return [];
    };
    return super.list(Object.create(manager, { query: { value: explain } }) as EntityManager, query);
  }
}

const cases = 20_000;
const mandate = { mandate: 'm', role: 'r', level: 'operational', collaboration, themes: [], regions: [] } as const;
const viewer: Viewer = {
  caller: { oin: oins.requester, client: 'desk', scopes: [], person: 'emp-7f3a91' },
  oin: oins.requester,
  person: 'emp-7f3a91',
  mandates: [mandate],
};

let house: ProcessHouse;
let store: ExplainingStore;
let desk: ProcessDesk;
beforeAll(async () => {
  house = await ProcessHouse.open();
  store = new ExplainingStore(house.keys);
  const { dataSource, clock } = house;
  // Nothing is written here.
  desk = new ProcessDesk({ dataSource, clock, store, writer: {} as ProcessWriter });
  await fill();
}, 60_000);
afterAll(() => house?.close());

async function fill(): Promise<void> {
  await house.database.query(
    `INSERT INTO process_stream (id, kind, root, collaboration, theme, region, version, state, is_open, opened_at, changed_at,
       retention_status, record)
     SELECT id, 'case', id, $1, 'a', 'b', 1, 'open', true, now(), now() - random() * interval '900 days', 'active', '{}'
     FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, ${cases})) AS made`,
    [collaboration],
  );
  await house.database.query(
    `INSERT INTO process_key (root, collaboration) SELECT id, collaboration FROM process_stream`,
  );
  await house.database.query(
    `INSERT INTO process_participant (oin, root, collaboration) SELECT $1, id, collaboration FROM process_stream`,
    [oins.requester],
  );
  await house.database.query('ANALYZE process_stream, process_key, process_participant');
}

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

test.each([
  ['due', 'process_stream_roots'],
  ['changed', 'process_stream_changed'],
] as const)('a page in the order of %s is read from its index, and no more than the page', async (sort, index) => {
  await listRoots(desk, viewer, { kind: 'case', query: { sort, limit: 20 } });
  const nodes = store.plan ? nodesOf(store.plan) : [];
  expect(nodes.flatMap((node) => node['Index Name'] ?? [])).toContain(index);
  expect(nodes.map((node) => node['Node Type'])).not.toContain('Sort');
  expect(Math.max(...nodes.map((node) => node['Actual Rows']))).toBe(21);
});
