import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verifyExport, type LedgerEntry } from '@koppel/ledger';
import { createKeyPair, type HubClient } from '@koppel/local';
import { oins } from '../fixtures.ts';
import { people } from '../process-people.ts';
import { ProcessRegion } from '../process-region.ts';

const plants = { title: 'Doorgangsweg', summary: 'Wisselende bewoners', name: 'Testpersoon', bsn: '999990032' };

/** Somebody reports a signal; an organisation that is joined to nothing reads all that the ledger gives. */
let place: ProcessRegion;
let stranger: HubClient;
let lines: string[];
let entries: { index: number; entry: LedgerEntry }[];

beforeAll(async () => {
  place = await ProcessRegion.open();
  stranger = await place.region.register({ oin: oins.stranger, client: 'watch', key: await createKeyPair() });
  const { title, summary, name, bsn } = plants;
  const subjects = [{ kind: 'person', role: 'suspect', name, identifiers: [{ kind: 'bsn', value: bsn }] }];
  await place.as('reporter').post('/v1/signals', { body: place.bodies.conference, title, summary, subjects });
  const texts: string[] = await (await stranger.stream('/v1/ledger/export')).setEncoding('utf8').toArray();
  lines = texts.join('').split('\n').slice(0, -1);
  entries = lines.flatMap((line) => (line.startsWith('{"entry"') ? [JSON.parse(line)] : []));
}, 60_000);
afterAll(() => place?.close());

const processEntries = () => entries.filter(({ entry }) => entry.type.startsWith('process.'));

/** Everything by which the process knows what happened: what it is about, where, and each event of it. */
async function listIds(): Promise<string[]> {
  const rows = await place.region.database.query<{ id: string }>(
    `SELECT unnest(ARRAY[id, stream, root]::text[]) AS id FROM process_event UNION SELECT id::text FROM process_body`,
  );
  return rows.map(({ id }) => id);
}

describe('an organisation that is joined to no case learns from the ledger', () => {
  test('that something happened, when, and the digest of what; nothing else', () => {
    expect(processEntries().length).toBeGreaterThan(0);
    for (const { entry } of processEntries()) {
      expect(Object.keys(entry).toSorted()).toEqual(['action', 'at', 'digest', 'id', 'type', 'v']);
    }
  });

  test('no id of a signal, a case, a body or an event, no word, no name and no person who works on it', async () => {
    const ids = await listIds();
    expect(ids.length).toBeGreaterThan(2);
    const secrets = [...ids, ...Object.values(plants), ...Object.values(people).map(({ person }) => person)];
    expect(secrets.filter((secret) => lines.some((line) => line.includes(secret)))).toEqual([]);
  });

  test('from a proof only hashes and places', async () => {
    const [{ index } = { index: -1 }] = processEntries();
    const proof = await stranger.send({ path: `/v1/ledger/entries/${index}/proof` });
    expect(Object.keys(proof.body as object).toSorted()).toEqual(['hashes', 'index', 'leafHash', 'rootHash', 'size']);
  });

  test('about a person in a case nothing, and neither does the operator', async () => {
    const subject = { kind: 'bsn', value: plants.bsn };
    for (const reader of [stranger, place.region.operator]) {
      await expect(reader.post('/v1/ledger/disclosures', { subject })).resolves.toEqual({ disclosures: [] });
    }
  });

  test('and can verify all of it', async () => {
    await expect(verifyExport(lines.map((line) => `${line}\n`))).resolves.toMatchObject({ isGood: true, faults: 0 });
  });
});

test('whoever is joined finds the entry of each event by its digest', async () => {
  const rows = await place.region.database.query<{ digest: string; ledger_index: string }>(
    `SELECT encode(digest, 'hex') AS digest, ledger_index FROM process_event`,
  );
  const logged = processEntries().map(({ index, entry }) => `${index} ${entry.digest}`);
  for (const { digest, ledger_index: index } of rows) expect(logged).toContain(`${index} ${digest}`);
});
