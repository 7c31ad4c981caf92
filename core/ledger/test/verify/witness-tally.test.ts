import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { cosignNote, createNoteSigner, emptyRoot, parseCheckpoint, signCheckpoint } from '../../src/index.ts';
import { WitnessTally } from '../../src/verify/witness-tally.ts';
import { createSampleSigner, ORIGIN } from '../sample-log.ts';

const log = createSampleSigner();
const witnesses = ['police', 'tax', 'region'].map((name) =>
  createNoteSigner(`witness.example/${name}`, generateKeyPairSync('ed25519'), 'witness'),
);
const atMs = Date.parse('2026-03-02T09:00:00.000Z');

/** A checkpoint of this size, cosigned by the witnesses of these places. */
async function cosigned(size: number, ...places: number[]) {
  const checkpoint = parseCheckpoint(await signCheckpoint({ origin: ORIGIN, size, root: emptyRoot }, log));
  if (checkpoint === undefined) throw new Error('the checkpoint does not parse');
  const { note } = checkpoint;
  const by = witnesses.filter((_, place) => places.includes(place));
  const signatures = await Promise.all(by.map((witness) => cosignNote(note.text, witness, atMs)));
  return { ...checkpoint, note: { ...note, signatures: [...note.signatures, ...signatures] } };
}

const tallyOf = (quorum: number): WitnessTally =>
  new WitnessTally(
    witnesses.map(({ key }) => key),
    quorum,
  );

test('as many entries are witnessed as the quorum went along with, each witness with the newest that it cosigned', async () => {
  const sizes: (number | null)[] = [];
  for (const quorum of [1, 2, 3]) {
    const tally = tallyOf(quorum);
    for (const checkpoint of [await cosigned(5, 0, 1), await cosigned(100, 1), await cosigned(20, 0)])
      expect(tally.count(checkpoint)).toBe(true);
    const report = tally.report();
    sizes.push(report.size);
    expect(report.quorum).toBe(quorum);
    expect(report.witnesses).toEqual([
      { name: 'witness.example/police', size: 20, at: '2026-03-02T09:00:00.000Z' },
      { name: 'witness.example/tax', size: 100, at: '2026-03-02T09:00:00.000Z' },
      { name: 'witness.example/region', size: null, at: null },
    ]);
  }
  expect(sizes).toEqual([100, 20, null]);
});

test('a wrong cosignature is told and does not count, and the right ones beside it do', async () => {
  const checkpoint = await cosigned(5, 0, 1);
  const [own, first, ...rest] = checkpoint.note.signatures;
  if (!own || !first) throw new Error('the checkpoint was cosigned');
  const wrong = { ...first, signature: Buffer.alloc(72) };
  const tally = tallyOf(1);
  expect(tally.count({ ...checkpoint, note: { ...checkpoint.note, signatures: [own, wrong, ...rest] } })).toBe(false);
  expect(tally.report().witnesses.map(({ size }) => size)).toEqual([null, 5, null]);
});
