import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@koppel/testkit';
import type { DataSource } from 'typeorm';
import { WitnessStore } from '../../../src/ledger/witness/witness.store.ts';
import { connectDatabase } from '../../../src/platform/data-source.ts';
import { oins } from '../../fixtures.ts';
import { databaseConfigOf, hubTemplate } from '../../hub-database.ts';

let database: TestDatabase;
let pool: DataSource;
let store: WitnessStore;

beforeAll(async () => {
  database = await createTestDatabase(hubTemplate);
  pool = await connectDatabase(databaseConfigOf(database), { role: 'app' });
  store = new WitnessStore(pool);
  for (const client of ['one', 'two', 'three'])
    await store.add({ oin: oins.provider, client, name: client, vkey: 'v' });
});
afterAll(async () => {
  await pool.destroy();
  await database.drop();
});

describe('what the hub keeps of its witnesses', () => {
  test('is asked for by one node at a time', async () => {
    const claimed = await Promise.all([1, 2, 3, 4].map(() => store.claimDue(60_000)));
    expect(claimed.flat().map(({ client }) => client)).toHaveLength(3);
    expect(await store.claimDue(60_000)).toEqual([]);
    expect(await store.claimDue(0)).toHaveLength(3);
  });

  test('lets no refusal and no cosignature be changed or removed by the hub', async () => {
    const [witness] = await store.list();
    const offered = { size: 5, note: 'note' };
    const refusal = { mark: 'm', code: 'inconsistent', held: { size: 9, note: 'held' }, offered };
    expect(await store.keepRefusal(String(witness?.id), refusal)).toBe(true);
    expect(await store.keepRefusal(String(witness?.id), refusal)).toBe(false);
    for (const table of ['ledger_witness_refusal', 'ledger_cosignature', 'ledger_gap']) {
      await expect(database.queryAs('app', `DELETE FROM ${table}`)).rejects.toThrow('permission denied');
    }
    await expect(database.queryAs('app', "UPDATE ledger_witness_refusal SET code = 'x'")).rejects.toThrow(
      'permission denied',
    );
    await expect(database.queryAs('app', 'DELETE FROM ledger_witness')).rejects.toThrow('permission denied');
  });

  test('tells whose last word was a refusal, and what every refusing witness holds', async () => {
    expect(await store.listHeldNotes()).toEqual(['held']);
    const [witness] = (await store.list()).filter(({ isRefusing }) => isRefusing);
    expect(witness?.lastRefusal).toMatchObject({ code: 'inconsistent', heldSize: 9, offeredSize: 5 });
    await store.keepCosignature(String(witness?.id), { size: 5, root: 'root', line: 'line\n' });
    expect(await store.listHeldNotes()).toEqual([]);
    const [signed] = (await store.list()).filter(({ id }) => id === witness?.id);
    expect(signed).toMatchObject({ isRefusing: false, signedSize: 5, lastRefusal: { code: 'inconsistent' } });
  });

  test('takes a client once, and again after it was withdrawn', async () => {
    const witness = { oin: oins.provider, client: 'one', name: 'other', vkey: 'v' };
    expect(await store.add(witness)).toBe(false);
    expect(await store.add({ ...witness, client: 'four', name: 'one' })).toBe(false);
    const [one] = (await store.list()).filter(({ client }) => client === 'one');
    await store.withdraw(String(one?.id));
    expect(await store.add(witness)).toBe(true);
  });
});
