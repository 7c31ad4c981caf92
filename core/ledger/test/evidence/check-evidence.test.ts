import { beforeAll, describe, expect, test } from '@jest/globals';
import { digestOfQuestion, signAnswer } from '@koppel/contract';
import fc from 'fast-check';
import {
  bundleText,
  checkEvidence,
  evidenceFindings,
  leafHash,
  entryBody,
  signCheckpoint,
  type EvidenceBundle,
  type EvidenceFinding,
} from '../../src/index.ts';
import { askedBsn, createParty, createSampleBundle, type SampleBundle } from '../sample-bundle.ts';

let sample: SampleBundle;
let other: SampleBundle;

beforeAll(async () => {
  [sample, other] = [await createSampleBundle(), await createSampleBundle()];
});

const findingsOf = (bundle: EvidenceBundle): readonly EvidenceFinding[] =>
  checkEvidence(bundleText(bundle), [sample.log.vkey]).findings;

/** The bundle with something else in one place, by its path. */
function changed(path: string, value: unknown): EvidenceBundle {
  const copy = structuredClone(sample.bundle);
  const names = path.split('.');
  const last = names.pop() ?? '';
  const place = names.reduce<Record<string, unknown>>(
    (part, name) => part[name] as Record<string, unknown>,
    copy as unknown as Record<string, unknown>,
  );
  if (value === undefined) delete place[last];
  else place[last] = value;
  return copy;
}

describe('a bundle', () => {
  test('proves what was asked and answered to whoever knows the key of the log', () => {
    const { isGood, isKeyTrusted, findings } = checkEvidence(bundleText(sample.bundle), [sample.log.vkey]);
    expect({ isGood, isKeyTrusted, findings }).toEqual({ isGood: true, isKeyTrusted: true, findings: [] });
  });

  test('of a match proves the hit', async () => {
    const { bundle, log } = await createSampleBundle({ reply: { hit: false } });
    expect(checkEvidence(bundleText(bundle), [log.vkey]).isGood).toBe(true);
    const turned = { ...bundle, kept: { ...bundle.kept, reply: { hit: true } } };
    expect(checkEvidence(bundleText(turned), [log.vkey]).findings).toEqual(['answer.altered']);
  });

  test('says when nobody vouched for the key of its log', () => {
    expect(checkEvidence(bundleText(sample.bundle))).toMatchObject({ isGood: true, isKeyTrusted: false });
  });

  test('without an answer proves the question alone', () => {
    const { reply: _reply, answer: _answer, ...kept } = sample.bundle.kept;
    const { answer: _logged, ...proof } = sample.bundle.proof;
    expect(findingsOf({ ...sample.bundle, kept, proof })).toEqual([]);
  });

  test('with any byte changed proves nothing', () => {
    const bytes = Buffer.from(bundleText(sample.bundle));
    const place = fc.integer({ min: 0, max: bytes.length - 1 });
    fc.assert(
      fc.property(place, fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const forged = Buffer.from(bytes);
        forged[at] = (forged[at] ?? 0) ^ mask;
        expect(checkEvidence(forged.toString(), [sample.log.vkey]).isGood).toBe(false);
      }),
      { numRuns: 1500 },
    );
  });

  test('with any character taken out or put in proves nothing', () => {
    const text = bundleText(sample.bundle);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: text.length - 1 }), fc.constantFrom('', ' ', 'x', '"'), (at, more) => {
        const forged = text.slice(0, at) + more + text.slice(at + (more === '' ? 1 : 0));
        expect(checkEvidence(forged, [sample.log.vkey]).isGood).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a forged bundle is told by what does not match', () => {
  const cases: readonly (readonly [string, EvidenceFinding, () => EvidenceBundle])[] = [
    ['another question', 'question.altered', () => changed('kept.request', { bsn: '999990020' })],
    ['another nonce', 'question.altered', () => changed('kept.nonce', other.bundle.kept.nonce)],
    ['another reply', 'answer.altered', () => changed('kept.reply', { content: { residents: [] } })],
    ['no question', 'bundle.incomplete', () => changed('kept.request', undefined)],
    ['no reply', 'bundle.incomplete', () => changed('kept.reply', undefined)],
    ['an answer left out on one side', 'answer.entry-differs', () => changed('proof.answer', undefined)],
    ['another purpose', 'question.entry-differs', () => changed('kept.question.terms.purpose', 'assistance')],
    [
      'an exchange that is not that of the log',
      'answer.entry-differs',
      () => changed('kept.exchange', other.bundle.kept.exchange),
    ],
    [
      'a prerequisite that nobody signed for',
      'question.entry-differs',
      () => changed('kept.question.terms.prerequisites', []),
    ],
    ['a changed entry', 'question.not-logged', () => changed('proof.question.logged.entry.trace', 'f'.repeat(32))],
    ['an entry of another time', 'answer.not-logged', () => changed('proof.answer.logged.index', 3)],
    [
      'the entry of another exchange',
      'question.not-logged',
      () => changed('proof.question', other.bundle.proof.question),
    ],
    [
      'the key of somebody else',
      'question.key-differs',
      () => changed('proof.question.key', sample.bundle.proof.answer?.key),
    ],
    [
      'a key that is not in the log',
      'answer.key-differs',
      () => changed('proof.answer.key', other.bundle.proof.answer?.key),
    ],
    [
      'a signature of the other side',
      'question.not-signed',
      () => changed('kept.question.mark.signature', sample.bundle.kept.answer?.signature),
    ],
    [
      'a signature of another answer',
      'answer.not-signed',
      () => changed('kept.answer.signature', other.bundle.kept.answer?.signature),
    ],
    [
      'the checkpoint of another log',
      'checkpoint.not-signed',
      () => changed('proof.checkpoint', other.bundle.proof.checkpoint),
    ],
    ['another log altogether', 'log.key-mismatch', () => other.bundle],
  ];

  test.each(cases)('%s: %s', (_what, finding, forge) => {
    expect(findingsOf(forge())).toContain(finding);
  });

  test.each([
    ['registered later than it signed', { isLate: true }],
    ['registered for another organisation', { registration: { organisation: { oin: '00000001001234567009' } } }],
    ['not the one that was registered', { registration: { digest: 'ab'.repeat(32) } }],
    ['not registered but revoked', { registration: { type: 'key.revoked' as const } }],
  ])('a key that was %s, by what the log itself says', async (_what, change) => {
    const { bundle, log } = await createSampleBundle(change);
    expect(checkEvidence(bundleText(bundle), [log.vkey]).findings).toEqual(['question.key-differs']);
  });

  test('an answer that the holder of the log made up', async () => {
    const { bundle, log } = sample;
    const forger = createParty(sample.provider.oin);
    const answer = bundle.proof.answer;
    if (!answer || !bundle.kept.exchange || !bundle.kept.answer) throw new Error('the sample has an answer');
    const reply = { content: { residents: [{ familyName: 'Verzonnen' }] } };
    const about = { exchange: bundle.kept.exchange, question: bundle.kept.question.mark.digest, provider: forger.oin };
    // Signed in the provider's name and under the id of their key, with a key that is not theirs.
    const { keyId } = bundle.kept.answer;
    const signer = { keyId, sign: (bytes: Uint8Array) => forger.signer.sign(bytes) };
    const mark = await signAnswer({ ...about, nonce: bundle.kept.nonce }, reply, signer);
    const entry = { ...answer.logged.entry, evidence: mark };
    const root = leafHash(entryBody(entry));
    const checkpoint = await signCheckpoint({ origin: log.signer.key.name, size: 1, root }, log.signer);
    const logged = { index: 0, entry, hashes: [] };
    for (const { jwk } of [answer.key, forger]) {
      const forged: EvidenceBundle = {
        ...bundle,
        kept: { ...bundle.kept, reply, answer: mark },
        proof: { ...bundle.proof, checkpoint, answer: { key: { ...answer.key, jwk }, logged } },
      };
      expect(findingsOf(forged)).toContain('answer.not-signed');
      expect(findingsOf(forged)).not.toContain('answer.altered');
    }
  });
});

test('the log does not tell which of two questions was asked', () => {
  const { kept, proof } = sample.bundle;
  const words = JSON.stringify(proof);
  expect(words).not.toContain(kept.nonce);
  expect(words).not.toContain(askedBsn);
  const { terms, mark } = kept.question;
  const nonces = [...words.matchAll(/[A-Za-z0-9_-]{43}/g)].map(([text]) => text);
  const guesses = nonces.map((nonce) => digestOfQuestion(nonce, terms, { bsn: askedBsn }));
  expect(guesses).not.toContain(mark.digest);
  expect(digestOfQuestion(kept.nonce, terms, { bsn: askedBsn })).toBe(mark.digest);
});

test('every finding has words in both languages', () => {
  for (const words of Object.values(evidenceFindings)) expect(Object.keys(words)).toEqual(['nl', 'en']);
});
