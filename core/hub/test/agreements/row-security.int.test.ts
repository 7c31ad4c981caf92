import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@koppel/testkit';
import type { DataSource } from 'typeorm';
import { AgreementStore } from '../../src/agreements/agreements.store.ts';
import { connectDatabase, inCollaborations } from '../../src/platform/data-source.ts';
import { databaseConfigOf, hubTemplate } from '../hub-database.ts';
import { aRecord, oins } from '../fixtures.ts';

const ids = { north: '01938c5e-8c00-7000-8000-00000000000a', south: '01938c5e-8c00-7000-8000-00000000000b' };

describe('rows of collaborations, over a pool of one connection', () => {
  let database: TestDatabase;
  let app: DataSource;
  let gate: DataSource;
  let store: AgreementStore;

  beforeAll(async () => {
    database = await createTestDatabase(hubTemplate);
    const config = databaseConfigOf(database);
    app = await connectDatabase(config, { role: 'app', poolSize: 1 });
    gate = await connectDatabase(config, { role: 'gate', poolSize: 1 });
    store = new AgreementStore(app, gate);
    for (const collaboration of ['north', 'south'] as const) {
      await store.insert(aRecord({}, { id: ids[collaboration], collaboration }), async () => []);
    }
  });
  afterAll(async () => {
    await app.destroy();
    await gate.destroy();
    await database.drop();
  });

  test('are seen by their own collaboration and by no other', async () => {
    await expect(store.find(ids.north, ['north'])).resolves.toMatchObject({ agreement: { id: ids.north } });
    await expect(store.find(ids.north, ['south'])).resolves.toBeUndefined();
    await expect(store.find(ids.north, [])).resolves.toBeUndefined();
  });

  test('stay apart when transactions of both interleave on the one connection', async () => {
    const asked = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 'north' : 'south'));
    const seen = await Promise.all(asked.map((collaboration) => store.listOf(oins.requester, [collaboration])));
    expect(seen.map((records) => records.map(({ agreement }) => agreement.collaboration))).toEqual(
      asked.map((own) => [own]),
    );
  });

  test('are invisible to a query outside any collaboration, also right after one inside', async () => {
    await store.find(ids.north, ['north']);
    await expect(app.query('SELECT id FROM agreement')).resolves.toEqual([]);
  });

  test('cannot be written into, or moved to, another collaboration', async () => {
    const foreign = aRecord({}, { id: '01938c5e-8c00-7000-8000-00000000000c', collaboration: 'south' });
    const { id, collaboration, requester, provider } = foreign.agreement;
    const smuggle = inCollaborations(app, ['north'], (manager) =>
      manager.query(`INSERT INTO agreement VALUES ($1, $2, $3, $4, 'active', $5, 1, 99)`, [
        id,
        collaboration,
        requester,
        provider,
        foreign,
      ]),
    );
    await expect(smuggle).rejects.toThrow(/row-level security/);
    const move = inCollaborations(app, ['north'], (manager) =>
      manager.query(`UPDATE agreement SET collaboration = 'south'`),
    );
    await expect(move).rejects.toThrow(/row-level security/);
  });

  test('cannot be laid open by the application: it owns nothing', async () => {
    await expect(app.query('ALTER TABLE agreement DISABLE ROW LEVEL SECURITY')).rejects.toThrow(/must be owner/);
    await expect(app.query('DROP POLICY agreement_collaboration ON agreement')).rejects.toThrow(/must be owner/);
    await expect(app.query('SET ROLE koppel_owner')).rejects.toThrow(/permission denied/);
  });

  test('are read across collaborations by the gate, which can change nothing', async () => {
    const { records, isComplete } = await store.changesSince(0);
    expect(records.map(({ agreement }) => agreement.collaboration)).toEqual(['north', 'south']);
    expect(isComplete).toBe(true);
    await expect(gate.query('DELETE FROM agreement')).rejects.toThrow(/permission denied/);
  });

  test('come to the gate in the order of their commits', async () => {
    const { revision } = await store.changesSince(0);
    await store.update(
      aRecord({ status: 'suspended', revision: 4 }, { id: ids.north, collaboration: 'north' }),
      3,
      async () => [],
    );
    await expect(store.changesSince(revision)).resolves.toMatchObject({ records: [{ status: 'suspended' }] });
  });

  test('are not changed on an outdated revision, nor when the change is called off', async () => {
    const late = aRecord({ revision: 5 }, { id: ids.south, collaboration: 'south' });
    await expect(store.update(late, 2, async () => [])).resolves.toBe(false);
    await expect(store.update(late, 3, () => Promise.reject(new Error('the ledger said no')))).rejects.toThrow(
      'the ledger said no',
    );
    await expect(store.find(ids.south, ['south'])).resolves.toMatchObject({ revision: 3 });
  });
});
