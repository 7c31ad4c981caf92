import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  considerCheckpoint,
  formatNote,
  gapMark,
  parseCheckpoint,
  signNote,
  type Checkpoint,
  type CheckpointOffer,
  type Verdict,
  type WitnessRefusal,
} from '../../src/index.ts';
import { createSampleSigner } from '../sample-log.ts';
import { ForkingLog, gapEntry, gapOffer, rootOf, type History } from './forking-log.ts';

const log = new ForkingLog();
const texts = (count: number, branch = 'a'): string[] => Array.from({ length: count }, (_, i) => `${branch}${i}`);

/** A witness as its operator runs it: it remembers what it cosigned. */
class Witness {
  held: Checkpoint | undefined;
  readonly accepted = new Set<string>();
  readonly keys = [log.signer.key];

  consider(offer: CheckpointOffer): Verdict {
    const { keys, accepted: acceptedGaps } = this;
    const verdict = considerCheckpoint({ keys, heldOf: () => this.held, acceptedGaps }, offer);
    if (verdict.isCosigned) this.held = verdict.checkpoint;
    return verdict;
  }

  async hold(history: History): Promise<this> {
    expect(this.consider(await log.offer(history, 0)).isCosigned).toBe(true);
    return this;
  }

  codeOf(offer: CheckpointOffer): WitnessRefusal | 'cosigned' {
    const verdict = this.consider(offer);
    return verdict.isCosigned ? 'cosigned' : verdict.code;
  }
}

const holding = (history: History): Promise<Witness> => new Witness().hold(history);

describe('a witness cosigns', () => {
  test('the first checkpoint that it sees, and each one that is proven to continue the last', async () => {
    const witness = await holding(texts(5));
    expect(witness.codeOf(await log.offer(texts(9), 5))).toBe('cosigned');
    expect(witness.codeOf(await log.offer(texts(9), 9))).toBe('cosigned');
    expect(witness.codeOf(await log.offer(texts(64), 9))).toBe('cosigned');
  });

  test('what follows an empty log', async () => {
    const witness = await holding([]);
    expect(witness.codeOf(await log.offer(texts(3), 0))).toBe('cosigned');
  });

  test('a checkpoint that also carries signatures which it does not know', async () => {
    const offer = await log.offer(texts(3), 0);
    const note = parseCheckpoint(offer.note)?.note;
    if (note === undefined) throw new Error('the note does not parse');
    const other = await signNote(note.text, createSampleSigner('witness.example/other'));
    const both = formatNote({ text: note.text, signatures: [other, ...note.signatures] });
    expect(new Witness().codeOf({ ...offer, note: both })).toBe('cosigned');
  });
});

describe('a witness refuses', () => {
  test('what is no checkpoint, or no tree', async () => {
    const offer = await log.offer(texts(1), 0);
    const emptyWithRoot = await new ForkingLog(log.signer).note([]);
    expect(new Witness().codeOf({ ...offer, note: 'no note' })).toBe('malformed');
    expect(
      new Witness().codeOf({ ...offer, note: emptyWithRoot.replace(/\n0\n.{44}\n/, `\n0\n${'A'.repeat(43)}=\n`) }),
    ).toBe('malformed');
  });

  test('a log that it does not know, and a known one under a key that it does not trust', async () => {
    const stranger = new ForkingLog(createSampleSigner('ledger.example/elsewhere'));
    const forger = new ForkingLog(createSampleSigner());
    expect(new Witness().codeOf(await stranger.offer(texts(2), 0))).toBe('unknown-log');
    expect(new Witness().codeOf(await forger.offer(texts(2), 0))).toBe('unknown-key');
  });

  test('a signature of the right key over another text', async () => {
    const offer = await log.offer(texts(2), 0);
    const other = await log.offer(texts(3), 0);
    const [text = ''] = offer.note.split('\n\n');
    const [, signature = ''] = other.note.split('\n\n');
    expect(new Witness().codeOf({ ...offer, note: `${text}\n\n${signature}` })).toBe('unknown-key');
  });

  test('an offer that starts from another size than it last cosigned', async () => {
    const witness = await holding(texts(5));
    for (const oldSize of [0, 4, 6]) expect(witness.codeOf(await log.offer(texts(9), oldSize))).toBe('stale');
    expect(new Witness().codeOf(await log.offer(texts(9), 5))).toBe('stale');
    expect(new Witness().codeOf({ ...(await log.offer(texts(9), 5)), oldSize: 0 })).toBe('stale');
  });

  test('a log that went back, once the log says that it knows what was cosigned', async () => {
    const witness = await holding(texts(9));
    expect(witness.codeOf(await log.offer(texts(5), 5))).toBe('stale');
    expect(witness.codeOf(await log.offer(texts(5), 9))).toBe('rolled-back');
  });

  test('another history of the same size, whatever size the log says to start from', async () => {
    const witness = await holding(texts(9));
    const forked = [...texts(8), 'other'];
    for (const oldSize of [0, 8, 9]) expect(witness.codeOf(await log.offer(forked, oldSize))).toBe('inconsistent');
  });

  test('a longer history that changes an entry, and an honest one without its proof', async () => {
    const witness = await holding(texts(9));
    const rewritten = ['other', ...texts(12).slice(1)];
    expect(witness.codeOf(await log.offer(rewritten, 9))).toBe('inconsistent');
    expect(witness.codeOf({ ...(await log.offer(texts(12), 9)), proof: [] })).toBe('inconsistent');
  });
});

describe('a recorded gap', () => {
  const before = texts(9);
  const entry = gapEntry(before, 5);
  const after = [...texts(5), entry, 'more'];
  const offerOf = async (history: History, gap = gapOffer(history, entry)): Promise<CheckpointOffer> => ({
    ...(await log.offer(history, before.length)),
    gap,
  });

  test('waits for the operator of the witness, and is cosigned once he accepted that very entry', async () => {
    const witness = await holding(before);
    expect(witness.codeOf(await offerOf(after))).toBe('gap-not-accepted');
    witness.accepted.add(gapMark({ entry: gapEntry(before, 4) }));
    expect(witness.codeOf(await offerOf(after))).toBe('gap-not-accepted');
    witness.accepted.add(gapMark({ entry }));
    expect(witness.consider(await offerOf(after))).toMatchObject({ isCosigned: true, gap: { entry } });
    expect(witness.codeOf(await log.offer([...after, 'on'], after.length))).toBe('cosigned');
  });

  test('excuses a log that grew again beyond what was cosigned', async () => {
    const witness = await holding(before);
    witness.accepted.add(gapMark({ entry }));
    expect(witness.codeOf(await offerOf([...after, ...texts(10, 'b')]))).toBe('cosigned');
  });

  test('excuses nothing when it names another checkpoint, or is not in the log', async () => {
    const witness = await holding([...texts(8), 'other']);
    witness.accepted.add(gapMark({ entry }));
    expect(witness.codeOf(await offerOf(after))).toBe('rolled-back');
    const shorter = await holding(texts(8));
    shorter.accepted.add(gapMark({ entry }));
    expect(shorter.codeOf({ ...(await offerOf(after)), oldSize: 8 })).toBe('rolled-back');
    const held = await holding(before);
    held.accepted.add(gapMark({ entry }));
    const elsewhere = { ...gapOffer(after, entry), index: 6 };
    expect(held.codeOf(await offerOf(after, elsewhere))).toBe('rolled-back');
    expect(held.codeOf(await offerOf([...texts(5), 'more'], gapOffer(after, entry)))).toBe('rolled-back');
  });

  test('is no gap when it stands before the place to which it says the log went back', async () => {
    const witness = await holding(before);
    const early = gapEntry(before, 6);
    witness.accepted.add(gapMark({ entry: early }));
    const history = [...texts(5), early, 'more'];
    expect(witness.codeOf(await offerOf(history, gapOffer(history, early)))).toBe('rolled-back');
  });

  test('is no gap when its text is not the canonical entry', async () => {
    const witness = await holding(before);
    const spaced = ` ${entry}`;
    const history = [...texts(5), spaced];
    witness.accepted.add(gapMark({ entry: spaced }));
    expect(witness.codeOf(await offerOf(history, gapOffer(history, spaced)))).toBe('rolled-back');
  });
});

/** What an operator with the key might try: any of three histories that fork, at any size, from any size, with any proof. */
const fork = fc.record({ at: fc.integer({ min: 0, max: 12 }), branch: fc.constantFrom('a', 'b', 'c') });
const attempt = fc.record({
  fork,
  size: fc.integer({ min: 0, max: 24 }),
  oldSize: fc.option(fc.integer({ min: 0, max: 24 }), { nil: undefined }),
  proofOf: fc.option(fork, { nil: undefined }),
});

const historyOf = ({ at, branch }: { at: number; branch: string }, size: number): string[] =>
  [...texts(at), ...texts(24, branch).slice(at)].slice(0, size);

describe('whatever the operator of a log tries', () => {
  test('a witness never cosigns two histories of which the later does not hold the earlier', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(attempt, { maxLength: 12 }), async (attempts) => {
        const witness = new Witness();
        let cosigned: string[] = [];
        for (const { fork: of, size, oldSize, proofOf } of attempts) {
          const history = historyOf(of, size);
          const offer = await log.offer(history, oldSize ?? witness.held?.size ?? 0);
          const proof = proofOf ? (await log.offer(historyOf(proofOf, 24), offer.oldSize)).proof : offer.proof;
          if (!witness.consider({ ...offer, proof }).isCosigned) continue;
          expect(history.slice(0, cosigned.length)).toEqual(cosigned);
          cosigned = history;
        }
        expect(witness.held === undefined || rootOf(cosigned).toString() === witness.held.root.toString()).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('an honest log is always cosigned', async () => {
    const growing = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(growing, async (steps) => {
        const witness = new Witness();
        let size = 0;
        for (const step of steps) {
          size += step;
          expect(witness.codeOf(await log.offer(texts(size), witness.held?.size ?? 0))).toBe('cosigned');
        }
      }),
      { numRuns: 100 },
    );
  });
});
