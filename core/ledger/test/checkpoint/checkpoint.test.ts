import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import {
  createNoteSigner,
  createVerifierKey,
  emptyRoot,
  formatNote,
  formatVerifierKey,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  signatureState,
  signCheckpoint,
  signNote,
} from '../../src/index.ts';

/** The example of the signed-note package of Go's module mirror. */
const goKey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const goNote = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`;

const origin = 'ledger.example/region-north';
const signer = createNoteSigner(origin, generateKeyPairSync('ed25519'));
const checkpoint = { origin, size: 0, root: emptyRoot };

describe('a signed note', () => {
  test('of the reference implementation verifies with its key', () => {
    const key = parseVerifierKey(goKey);
    const note = parseNote(goNote);
    if (key === undefined || note === undefined) throw new Error('the known note does not parse');
    expect(signatureState(note, key)).toBe('valid');
    expect(formatVerifierKey(key)).toBe(goKey);
    expect(formatNote(note)).toBe(goNote);
  });

  test('carries the signatures of several keys', async () => {
    const witness = createNoteSigner('witness.example/tax', generateKeyPairSync('ed25519'));
    const text = 'one line\n';
    const signatures = [await signNote(text, signer), await signNote(text, witness)];
    const note = parseNote(formatNote({ text, signatures }));
    if (note === undefined) throw new Error('the note does not parse');
    expect(signatureState(note, signer.key)).toBe('valid');
    expect(signatureState(note, witness.key)).toBe('valid');
    const stranger = createVerifierKey(origin, generateKeyPairSync('ed25519').publicKey);
    expect(signatureState(note, stranger)).toBe('absent');
  });

  test('is invalid when one of two signatures of a key is wrong', async () => {
    const text = 'one line\n';
    const right = await signNote(text, signer);
    const wrong = { ...right, signature: Buffer.alloc(64) };
    expect(signatureState({ text, signatures: [right, wrong] }, signer.key)).toBe('invalid');
  });

  const malformed: readonly (readonly [string, string])[] = [
    ['nothing', ''],
    ['no signature', goNote.slice(0, goNote.indexOf('—'))],
    ['no blank line before the signatures', goNote.replace('\n\n', '\n')],
    ['no newline at the end', goNote.slice(0, -1)],
    ['something after the signatures', `${goNote}more\n`],
    ['an empty line after the signatures', `${goNote}\n`],
    ['a hyphen instead of a dash', goNote.replace('—', '-')],
    ['a signature without its padding', goNote.replace('AM=\n', 'AM\n')],
    ['a signature in another alphabet', goNote.replace('/ZJ', '_ZJ')],
    ['a signature with spare bits set', goNote.replace('AM=\n', 'AN=\n')],
    ['a signature shorter than its key id', goNote.replace(/x08go\S+/, 'x08g')],
    ['nothing behind its key id', goNote.replace(/x08go\S+/, 'x08goA==')],
    ['no text', `\n${goNote.slice(goNote.indexOf('\n—'))}`],
    ['two spaces in a signature line', goNote.replace('Neumann x', 'Neumann  x')],
    ['a control character in the text', goNote.replace('then', 'th\ten')],
    ['a carriage return', goNote.replaceAll('\n', '\r\n')],
    ['a plus in a name', goNote.replace('PeterNeumann', 'Peter+Neumann')],
    ['too many signatures', goNote + goNote.slice(goNote.indexOf('—')).repeat(16)],
    ['too long a text', `${'x'.repeat(17_000)}\n${goNote.slice(goNote.indexOf('\n—'))}`],
  ];

  test('is read with sixteen signatures and sixteen thousand characters', () => {
    const signature = goNote.slice(goNote.indexOf('—'));
    expect(parseNote(goNote + signature.repeat(15))?.signatures).toHaveLength(16);
    const longest = `${'x'.repeat(16 * 1024 - signature.length - 2)}\n\n${signature}`;
    expect(longest).toHaveLength(16 * 1024);
    expect(parseNote(longest)).toBeDefined();
    expect(parseNote(`x${longest}`)).toBeUndefined();
  });

  test.each(malformed)('is not read with %s', (_name, text) => {
    expect(parseNote(text)).toBeUndefined();
  });
});

describe('a verifier key', () => {
  const vkey = formatVerifierKey(signer.key);

  test('survives being written and read', () => {
    const key = parseVerifierKey(vkey);
    expect(key?.name).toBe(origin);
    expect(key?.keyId).toBe(signer.key.keyId);
    expect(key?.publicKey.equals(signer.key.publicKey)).toBe(true);
  });

  test.each([
    ['another name', goKey.replace('Peter', 'Paul')],
    ['another key id', goKey.replace('c74f', 'c74e')],
    ['another type', goKey.replace('+AR', '+AB')],
    ['a shorter key', goKey.slice(0, -4)],
    ['something behind it', `${goKey}AAAA`],
    ['a newline behind it', `${goKey}\n`],
    ['no name', goKey.slice(goKey.indexOf('+'))],
    ['a space in its name', goKey.replace('Peter', 'Peter ')],
  ])('is not read with %s', (_name, text) => {
    expect(parseVerifierKey(text)).toBeUndefined();
  });

  test('is not made of a name with a space or of a key that is not Ed25519', () => {
    const { publicKey } = generateKeyPairSync('ed25519');
    expect(() => createVerifierKey('two words', publicKey)).toThrow(TypeError);
    expect(() => createVerifierKey(origin, generateKeyPairSync('x25519').publicKey)).toThrow(TypeError);
  });
});

describe('a checkpoint', () => {
  test('is three lines and a signature', async () => {
    const note = await signCheckpoint({ ...checkpoint, size: 12 }, signer);
    expect(note.split('\n').slice(0, 4)).toEqual([origin, '12', '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=', '']);
    expect(parseCheckpoint(note)).toMatchObject({ origin, size: 12, root: emptyRoot });
  });

  test('is signed under the name of its log only', async () => {
    await expect(signCheckpoint({ ...checkpoint, origin: 'ledger.example/other' }, signer)).rejects.toThrow(TypeError);
  });

  test('may have extension lines, which are signed and otherwise ignored', async () => {
    const text = `${origin}\n0\n${Buffer.from(emptyRoot).toString('base64')}\nextension\n`;
    const parsed = parseCheckpoint(formatNote({ text, signatures: [await signNote(text, signer)] }));
    expect(parsed).toMatchObject({ origin, size: 0 });
    expect(parsed && signatureState(parsed.note, signer.key)).toBe('valid');
  });

  const root = Buffer.from(emptyRoot).toString('base64');
  test.each([
    ['a size with a leading zero', `${origin}\n01\n${root}\n`],
    ['a negative size', `${origin}\n-1\n${root}\n`],
    ['a size in hexadecimal', `${origin}\n0x1\n${root}\n`],
    ['a size beyond what is counted', `${origin}\n1000000000000000\n${root}\n`],
    ['a short root', `${origin}\n1\n${root.slice(4)}\n`],
    ['a root with spare bits set', `${origin}\n1\n${root.replace('FU=', 'FV=')}\n`],
    ['no origin', `\n1\n${root}\n`],
    ['no root', `${origin}\n1\n`],
    ['an empty extension line', `${origin}\n1\n${root}\n\nextension\n`],
  ])('is not read with %s', async (_name, text) => {
    expect(parseCheckpoint(formatNote({ text, signatures: [await signNote(text, signer)] }))).toBeUndefined();
  });
});
