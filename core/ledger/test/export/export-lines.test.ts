import { canonicalBytes } from '@koppel/contract';
import { expect, test } from '@jest/globals';
import { exportLines, EXPORT_FORMAT, type ExportHeader, type StoredCheckpoint } from '../../src/index.ts';
import { logOf, sampleEntries } from '../sample-log.ts';

const kinds = (lines: readonly string[]): string[] =>
  lines.map((line) => Object.keys(JSON.parse(line)).sort()[0] ?? '');

test('every line is canonical JSON and ends with a newline', async () => {
  const log = await logOf(sampleEntries(20), undefined, 10);
  for (const line of await log.exportFrom()) expect(`${canonicalBytes(JSON.parse(line)).toString()}\n`).toBe(line);
});

test('each checkpoint follows the last entry that it covers', async () => {
  const log = await logOf([...sampleEntries(20)].slice(0, 5), undefined, 2);
  const entry = 'entry';
  expect(kinds(await log.exportFrom())).toEqual([
    'edge',
    entry,
    entry,
    'checkpoint',
    entry,
    entry,
    'checkpoint',
    entry,
    'checkpoint',
  ]);
  expect(kinds(await log.exportFrom(2))).toEqual([
    'edge',
    'checkpoint',
    entry,
    entry,
    'checkpoint',
    entry,
    'checkpoint',
  ]);
});

test('entries and checkpoints may come as streams', async () => {
  const log = await logOf([...sampleEntries(20)].slice(0, 5), undefined, 2);
  async function* checkpoints(): AsyncGenerator<StoredCheckpoint> {
    yield* log.checkpoints;
  }
  const header: ExportHeader = {
    format: EXPORT_FORMAT,
    origin: log.signer.key.name,
    vkey: log.vkey,
    from: 0,
    to: 5,
    edge: [],
  };
  const lines: string[] = [];
  for await (const line of exportLines({ header, entries: log.entries, checkpoints: checkpoints() })) lines.push(line);
  expect(lines).toEqual(await log.exportFrom());
});
