import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { cosignatureOf, parseNote, parseVerifierKey, type NoteSigner } from '@koppel/ledger';
import { Witness, WitnessFolder, type WitnessQuestion } from '@koppel/link';
import { CapturedLog } from '@koppel/testkit';
import { StateFiles } from '../../src/witness/witness-state.ts';
import { HubLog } from './hub-log.ts';

const name = '00000001001234567000-registry';
let directory: string;
let folder: WitnessFolder;
let hub: HubLog;
let log: CapturedLog;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'koppel-witness-'));
  folder = new WitnessFolder(join(directory, 'witness'));
  hub = new HubLog();
  log = new CapturedLog();
  await folder.trust(hub.vkey);
});

afterEach(() => rm(directory, { recursive: true }));

const open = (signer?: NoteSigner): Promise<Witness> => Witness.open({ folder, name, log }, signer);

async function heldSize(): Promise<number | undefined> {
  const [state] = await folder.listStates();
  return state && Number(state.checkpoint.split('\n')[1]);
}

async function cosigned(witness: Witness, question: WitnessQuestion): Promise<boolean> {
  const { cosignature } = await witness.consider(question);
  const note = cosignature === undefined ? undefined : parseNote(question.checkpoint + cosignature);
  const key = parseVerifierKey(witness.vkey, 'witness');
  return note !== undefined && key !== undefined && cosignatureOf(note, key).state === 'valid';
}

describe('a witness', () => {
  test('cosigns what continues its log, over restarts, under the same key', async () => {
    const first = await open();
    expect(await cosigned(first, await hub.grow(5).question(0))).toBe(true);
    expect(await cosigned(first, await hub.question(5))).toBe(true);
    const second = await open();
    expect(second.vkey).toBe(first.vkey);
    expect(await cosigned(second, await hub.grow(4).question(5))).toBe(true);
    expect(await heldSize()).toBe(9);
  });

  test('answers a log that starts from elsewhere with what it holds', async () => {
    const witness = await open();
    const question = await hub.grow(5).question(0);
    await witness.consider(question);
    expect(await witness.consider(await hub.grow(1).question(0))).toEqual({
      refusal: 'stale',
      checkpoint: question.checkpoint,
    });
  });

  test('refuses a log that nobody told it to trust, from the moment on that it is told', async () => {
    const stranger = new HubLog().grow(2);
    const witness = await open();
    expect(await witness.consider(await stranger.question(0))).toEqual({ refusal: 'unknown-key' });
    expect(await folder.trust(stranger.vkey)).toBe(true);
    expect(await folder.trust(stranger.vkey)).toBe(false);
    expect(await cosigned(witness, await stranger.question(0))).toBe(true);
  });

  test('has written what it cosigns before it signs', async () => {
    const signer = await folder.signer(name);
    const seen: (number | undefined)[] = [];
    const watched: NoteSigner = {
      key: signer.key,
      sign: async (bytes) => {
        seen.push(await heldSize());
        return signer.sign(bytes);
      },
    };
    const witness = await open(watched);
    await witness.consider(await hub.grow(3).question(0));
    await witness.consider(await hub.grow(3).question(3));
    expect(seen).toEqual([3, 6]);
  });

  test('that dies before its cosignature leaves still holds the log to what it was about to say', async () => {
    const signer = await folder.signer(name);
    const dying: NoteSigner = { key: signer.key, sign: () => Promise.reject(new Error('the power is gone')) };
    const before = hub.grow(5);
    await expect((await open(dying)).consider(await before.question(0))).rejects.toThrow('the power is gone');
    const risen = await open();
    expect(await heldSize()).toBe(5);
    expect(await risen.consider(await hub.restore(3).grow(2, 'b').question(0))).toMatchObject({
      refusal: 'inconsistent',
    });
  });

  test('judges one after the other, so that no later answer is older, in one process and in two', async () => {
    const witnesses = [await open(), await open()];
    const questions: WitnessQuestion[] = [];
    for (let size = 1; size <= 20; size += 1) {
      hub.grow(1);
      questions.push(await hub.question(size - 1));
    }
    const answers = await Promise.all(
      questions.flatMap((question) => witnesses.map((witness) => witness.consider(question))),
    );
    // Each question fits one size only, so each size is cosigned once, by whichever was faster.
    expect(answers.filter(({ cosignature }) => cosignature !== undefined)).toHaveLength(20);
    expect(await heldSize()).toBe(20);
  });

  test('of two processes cosigns one history only, when the hub offers both at the same moment', async () => {
    const witnesses = [await open(), await open()];
    const root = await hub.grow(4).question(0);
    await Promise.all(witnesses.map((witness) => witness.consider(root)));
    for (let round = 0; round < 25; round += 1) {
      const size = (await heldSize()) ?? 0;
      const one = await hub.grow(1, `x${round}-`).question(size);
      const other = await hub.restore(size).grow(1, `y${round}-`).question(size);
      const answers = await Promise.all([witnesses[0]?.consider(one), witnesses[1]?.consider(other)]);
      expect(answers.filter((answer) => answer?.cosignature !== undefined)).toHaveLength(1);
      const isOther = answers[1]?.cosignature !== undefined;
      if (!isOther) hub.restore(size).grow(1, `x${round}-`);
    }
  });

  test('that slept while others passed it, and tidied up behind them, does not go on from where it was', async () => {
    const states = new StateFiles(join(directory, 'logs'), 'hub.example/north');
    const next = (checkpoint: string) => ({ origin: 'hub.example/north', checkpoint, at: '', gaps: [] });
    expect(await states.advance(undefined, next('first'))).toBe(true);
    const slept = await states.find();
    for (const checkpoint of ['second', 'third'])
      expect(await states.advance(await states.find(), next(checkpoint))).toBe(true);
    expect(await states.advance(slept, next('other'))).toBe(false);
    expect(await states.advance(undefined, next('other'))).toBe(false);
    expect(await states.find()).toMatchObject({ checkpoint: 'third' });
  });

  test('does not make a new key when it lost the one that it cosigned with', async () => {
    await (await open()).consider(await hub.grow(1).question(0));
    await rm(join(directory, 'witness', 'key.json'));
    await expect(open()).rejects.toMatchObject({ code: 'config.invalid' });
  });

  test('does not start on keys that it cannot read, and keeps what it has for its owner alone', async () => {
    await (await open()).consider(await hub.grow(1).question(0));
    const files = await readdir(join(directory, 'witness'), { recursive: true, withFileTypes: true });
    for (const file of files) expect((await stat(join(file.parentPath, file.name))).mode & 0o077).toBe(0);
    await writeFile(join(directory, 'witness', 'trusted'), 'no key\n');
    await expect(open()).rejects.toMatchObject({ code: 'config.invalid' });
  });
});

describe('evidence', () => {
  test('of a rewritten log is kept once: both notes, as the log signed them, and the proof', async () => {
    const witness = await open();
    const honest = await hub.grow(9).question(0);
    await witness.consider(honest);
    const forged = await hub.restore(2).grow(10, 'b').question(9);
    for (let again = 0; again < 3; again += 1) {
      expect(await witness.consider(forged)).toEqual({ refusal: 'inconsistent', checkpoint: honest.checkpoint });
    }
    const [evidence, ...more] = await folder.listEvidence();
    expect(more).toEqual([]);
    expect(evidence).toMatchObject({ refusal: 'inconsistent', held: honest.checkpoint, offered: forged });
    expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
    expect(await heldSize()).toBe(9);
  });

  test('is counted where the partner measures, and counted on after a restart', async () => {
    await (await open()).consider(await hub.grow(9).question(0));
    const forged = await hub.restore(2).grow(10, 'b').question(9);
    await (await open()).consider(forged);
    const again = await open();
    await again.consider(forged);
    const metrics = await readFile(join(directory, 'witness', 'metrics.prom'), 'utf8');
    expect(metrics).toMatch(/^koppel_witness_refusals_total\{reason="inconsistent"\} 2$/m);
  });

  test('of a log that only lags behind is none', async () => {
    const witness = await open();
    await witness.consider(await hub.grow(9).question(0));
    expect(await witness.consider(await hub.restore(5).question(5))).toMatchObject({ refusal: 'stale' });
    expect(await folder.listEvidence()).toEqual([]);
  });
});

describe('a log that lost entries', () => {
  test('goes on once it recorded the gap and the operator of the witness accepted it; both keep it for ever', async () => {
    const witness = await open();
    await witness.consider(await hub.grow(9).question(0));
    const held = (await folder.listStates())[0]?.checkpoint ?? '';
    hub.restore(5);
    expect(await witness.consider(await hub.question(9))).toMatchObject({ refusal: 'rolled-back' });
    const entry = hub.recordGap(held);
    const asked = await hub.questionWithGap(9, entry);
    expect(await witness.consider(asked)).toEqual({ refusal: 'gap-not-accepted', checkpoint: held });
    const [offered] = await folder.listGaps();
    expect(offered).toMatchObject({ entry, index: 5, isAccepted: false });
    await folder.acceptGap(offered?.mark ?? '');
    expect(await cosigned(witness, asked)).toBe(true);
    expect(await cosigned(witness, await hub.grow(3).question(6))).toBe(true);
    expect((await folder.listStates())[0]?.gaps).toEqual([
      { at: expect.any(String), index: 5, entry, checkpoint: held },
    ]);
    expect(await folder.listEvidence()).toHaveLength(1);
  });
});
