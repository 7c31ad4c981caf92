import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { KeyKind } from '../../../src/platform/keys/key-custody.ts';
import { KeyRenewal } from '../../../src/cases/renewal/key-renewal.ts';
import { soughtTexts } from '../../../src/cases/search/search-tokens.ts';
import type { ProcessRecord } from '../../../src/platform/process/process-record.ts';
import { collaboration, openedEvent, ProcessHouse } from '../../platform/process/process-house.ts';

const graceMs = 60_000;
let house: ProcessHouse;
let renewal: KeyRenewal;

beforeEach(async () => {
  house = await ProcessHouse.open();
  renewal = new KeyRenewal({ tools: house.tools, ring: house.ring, graceMs, rootsPerPage: 1 });
});
afterEach(() => house.close());

const statesOf = (kind: KeyKind) => house.ring.versions(kind, collaboration).map(({ state }) => state);

async function pass(ms: number): Promise<void> {
  house.register.clock.time += ms;
  await house.ring.look();
}

/** The new key is in force from then on. */
async function rotate(kind: KeyKind): Promise<void> {
  await house.ring.rotate({ kind, name: collaboration, isCompromised: false, tell: async () => undefined });
  await pass(3000);
}

/** A signal that can be searched, as the room makes it. */
async function submit(title: string): Promise<ProcessRecord> {
  const record = await house.begin('signal', openedEvent({}, { title }));
  await index(record, title);
  return record;
}

async function index(record: ProcessRecord, title: string): Promise<void> {
  const tokens = await house.tools.hashes.toStore(collaboration, soughtTexts({ title }));
  const root = record.id;
  await house.desk.within([collaboration], (manager) =>
    house.store.addTokens(manager, { root, collaboration, tokens }),
  );
}

async function find(title: string): Promise<string[]> {
  const tokens = await house.tools.hashes.toFind(collaboration, soughtTexts({ title }));
  const rows = await house.database.query<{ root: string }>(
    `SELECT DISTINCT root FROM process_token WHERE token IN (${tokens.map((token) => `'\\x${token.toString('hex')}'`).join()})`,
  );
  return rows.map(({ root }) => root);
}

const tokensUnder = async (version: number): Promise<number> => {
  const [row] = await house.database.query<{ count: string }>(
    `SELECT count(*) FROM process_token WHERE key_version = ${version}`,
  );
  return Number(row?.count);
};

const titleOf = async (record: ProcessRecord) => (await house.find(record.id))?.content?.['title'] ?? null;

describe('the keys of cases', () => {
  test('are wrapped anew, and the former key ends only when nobody can still be using it', async () => {
    const records = [await submit('Bellflower'), await submit('Cornflower')];
    await rotate('case');
    records.push(await submit('Mayflower'));
    expect(await renewal.run()).toBe(2);
    expect(statesOf('case')).toEqual(['active', 'retired']);
    await pass(graceMs - 1);
    await renewal.run();
    expect(statesOf('case')).toEqual(['active', 'retired']);
    await pass(1);
    expect(await renewal.run()).toBe(0);
    expect(statesOf('case')).toEqual(['active', 'destroyed']);
    expect(await Promise.all(records.map(titleOf))).toEqual(['Bellflower', 'Cornflower', 'Mayflower']);
  });

  test('that somebody holds just then are waited for', async () => {
    const record = await submit('Bellflower');
    await rotate('case');
    await pass(graceMs);
    await house.desk.within([collaboration], async (manager) => {
      await manager.query('SELECT root FROM process_key WHERE root = $1 FOR UPDATE', [record.id]);
      expect(await renewal.run()).toBe(0);
      expect(statesOf('case')).toEqual(['active', 'retired']);
    });
    expect(await renewal.run()).toBe(1);
    expect(statesOf('case')).toEqual(['active', 'destroyed']);
    expect(await titleOf(record)).toBe('Bellflower');
  });

  test('that were destroyed stay destroyed', async () => {
    const record = await submit('Bellflower');
    await house.desk.within([collaboration], (manager) => house.store.destroyContent(manager, record.id));
    await rotate('case');
    await pass(graceMs);
    expect(await renewal.run()).toBe(0);
    expect(statesOf('case')).toEqual(['active', 'destroyed']);
    expect(await titleOf(record)).toBeNull();
  });

  test('survive rotation after rotation', async () => {
    const record = await submit('Bellflower');
    for (let i = 0; i < 3; i += 1) await rotate('case');
    await pass(graceMs);
    await renewal.run();
    expect(statesOf('case')).toEqual(['active', 'destroyed', 'destroyed', 'destroyed']);
    expect(await titleOf(record)).toBe('Bellflower');
  });
});

describe('what can be searched', () => {
  test('is found all the time, and in the end nothing is left of the former key', async () => {
    const before = await submit('Bellflower');
    await rotate('search');
    const meanwhile = await submit('Bellflower');
    const findAll = async () =>
      expect((await find('Bellflower')).toSorted()).toEqual([before.id, meanwhile.id].toSorted());
    await findAll();
    await renewal.run();
    expect(statesOf('search')).toEqual(['active', 'retired']);
    await findAll();
    await pass(graceMs);
    await renewal.run();
    expect(statesOf('search')).toEqual(['active', 'destroyed']);
    await findAll();
    await renewal.run();
    await findAll();
    expect([await tokensUnder(1), await tokensUnder(2)]).toEqual([0, 2]);
  });

  test('is written under a key as soon as it is announced', async () => {
    await submit('Bellflower');
    await house.ring.rotate({ kind: 'search', name: collaboration, isCompromised: false, tell: async () => undefined });
    await submit('Cornflower');
    expect([await tokensUnder(1), await tokensUnder(2)]).toEqual([2, 1]);
  });

  test('does not come back after its content was destroyed', async () => {
    const record = await submit('Bellflower');
    await house.desk.within([collaboration], (manager) => house.store.destroyContent(manager, record.id));
    await rotate('search');
    await pass(graceMs);
    await renewal.run();
    await renewal.run();
    expect([await tokensUnder(1), await tokensUnder(2)]).toEqual([0, 0]);
  });

  test('is found again after the key was lost', async () => {
    const record = await submit('Bellflower');
    await house.ring.destroy({ kind: 'search', name: collaboration, version: 1 });
    expect(await find('Bellflower')).toEqual([]);
    await pass(graceMs);
    await renewal.run();
    expect(await find('Bellflower')).toEqual([record.id]);
    expect([await tokensUnder(1), await tokensUnder(2)]).toEqual([0, 1]);
  });
});
