import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import {
  cosignatureOf,
  cosignNote,
  createNoteSigner,
  createVerifierKey,
  emptyRoot,
  formatNote,
  formatSignature,
  formatVerifierKey,
  parseNote,
  parseVerifierKey,
  signatureState,
  signCheckpoint,
} from '../../src/index.ts';

const origin = 'ledger.example/region-north';
const log = createNoteSigner(origin, generateKeyPairSync('ed25519'));
const witness = createNoteSigner('witness.example/tax', generateKeyPairSync('ed25519'), 'witness');
const atMs = Date.parse('2026-03-02T08:00:00.900Z');

async function cosigned() {
  const note = await signCheckpoint({ origin, size: 0, root: emptyRoot }, log);
  const text = parseNote(note)?.text ?? '';
  const signature = await cosignNote(text, witness, atMs);
  return { note, signature, whole: parseNote(note + formatSignature(signature)) };
}

describe('a cosignature', () => {
  test('is appended to the note, and says when, to the second', async () => {
    const { whole } = await cosigned();
    if (whole === undefined) throw new Error('the note does not parse');
    expect(cosignatureOf(whole, witness.key)).toEqual({ state: 'valid', atMs: Math.floor(atMs / 1000) * 1000 });
    expect(signatureState(whole, log.key)).toBe('valid');
    expect(parseNote(formatNote(whole))).toEqual(whole);
  });

  test('is absent when only another key, or the same key as that of a log, signed', async () => {
    const { note, whole } = await cosigned();
    const stranger = createVerifierKey(witness.key.name, generateKeyPairSync('ed25519').publicKey, 'witness');
    const asLog = createVerifierKey(witness.key.name, witness.key.publicKey);
    for (const key of [stranger, asLog]) expect(whole && cosignatureOf(whole, key)).toEqual({ state: 'absent' });
    const bare = parseNote(note);
    expect(bare && cosignatureOf(bare, witness.key)).toEqual({ state: 'absent' });
  });

  test('is invalid once any byte of it, or of the checkpoint, is another', async () => {
    const { whole, signature } = await cosigned();
    if (whole === undefined) throw new Error('the note does not parse');
    for (const at of signature.signature.keys()) {
      const flipped = Buffer.from(signature.signature);
      flipped[at] = (flipped[at] ?? 0) ^ 1;
      const note = { text: whole.text, signatures: [{ ...signature, signature: flipped }] };
      expect(cosignatureOf(note, witness.key)).toEqual({ state: 'invalid' });
    }
    const elsewhere = { ...whole, text: whole.text.replace('\n0\n', '\n1\n') };
    expect(cosignatureOf(elsewhere, witness.key)).toEqual({ state: 'invalid' });
    for (const length of [0, 3, 8]) {
      const short = { ...whole, signatures: [{ ...signature, signature: Buffer.alloc(length) }] };
      expect(cosignatureOf(short, witness.key)).toEqual({ state: 'invalid' });
    }
  });

  test('is good until the last second of the year 9999, and not a second longer', async () => {
    const { whole } = await cosigned();
    const lastMs = Date.parse('9999-12-31T23:59:59.000Z');
    const stateAt = async (ms: number) => {
      const signatures = [await cosignNote(whole?.text ?? '', witness, ms)];
      return cosignatureOf({ text: whole?.text ?? '', signatures }, witness.key);
    };
    expect(await stateAt(lastMs)).toEqual({ state: 'valid', atMs: lastMs });
    expect(await stateAt(lastMs + 1000)).toEqual({ state: 'invalid' });
  });

  test('is invalid when one of two of a witness is, and as late as the later when both are right', async () => {
    const { whole, signature } = await cosigned();
    if (whole === undefined) throw new Error('the note does not parse');
    const later = await cosignNote(whole.text, witness, atMs + 60_000);
    const wrong = { ...signature, signature: Buffer.alloc(72) };
    const under = (...signatures: (typeof signature)[]) => cosignatureOf({ text: whole.text, signatures }, witness.key);
    expect(under(signature, wrong)).toEqual({ state: 'invalid' });
    expect(under(later, signature)).toMatchObject({ atMs: Math.floor((atMs + 60_000) / 1000) * 1000 });
  });

  test('is not made with the key of a log', async () => {
    await expect(cosignNote('text\n', log, atMs)).rejects.toThrow(TypeError);
  });
});

describe('the key of a witness', () => {
  test('is written with its own signature type, and read back as nothing else', () => {
    const vkey = formatVerifierKey(witness.key);
    expect(Buffer.from(vkey.split('+').slice(2).join('+'), 'base64')[0]).toBe(4);
    expect(parseVerifierKey(vkey, 'witness')?.publicKey.equals(witness.key.publicKey)).toBe(true);
    expect(parseVerifierKey(vkey)).toBeUndefined();
    expect(parseVerifierKey(formatVerifierKey(log.key), 'witness')).toBeUndefined();
  });
});
