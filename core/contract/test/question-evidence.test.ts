import { describe, expect, test } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  createEvidenceSigner,
  digestOfAnswer,
  digestOfQuestion,
  isAnswerSigned,
  isQuestionSigned,
  signAnswer,
  signQuestion,
  type ExchangeRequest,
} from '@koppel/contract';
import fc from 'fast-check';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const keyId = `${'k'.repeat(42)}A`;
const signer = createEvidenceSigner({ ...privateKey.export({ format: 'jwk' }), kid: keyId });

const request: ExchangeRequest = {
  agreement: '018f4e2e-5b6a-7c3d-8e9f-0a1b2c3d4e5f',
  operation: 'registry.find-permits',
  purpose: 'public-order',
  actor: { id: 'emp-4711', role: 'analyst' },
  case: '018f4e2e-5b6a-7c3d-8e9f-0a1b2c3d4eff',
  deadlineMs: 500,
  request: { bsn: '999990019' },
};
const asking = {
  at: '2026-03-02T08:00:00.000Z',
  transaction: '018f4e2e-5b6a-7c3d-8e9f-0a1b2c3d4e60',
  requester: '00000001009876543000',
};
const nonce = Buffer.alloc(32, 7).toString('base64url');

const page = readFileSync(new URL('../../../docs/evidence.md', import.meta.url), 'utf8');

/** The page's digests were computed by another program than this one. */
const digestOnPage = (what: string): string | undefined =>
  new RegExp(`\\| digest of the ${what} \\| \`([0-9a-f]{64})\` \\|`).exec(page)?.[1];

describe('a signed question', () => {
  test('has the digest that the page on evidence gives', async () => {
    const { terms } = await signQuestion(request, asking, signer);
    expect(digestOfQuestion(nonce, terms, request.request)).toBe(digestOnPage('question'));
  });

  test('holds for its own terms and digest and no others', async () => {
    const { terms, mark } = await signQuestion(request, asking, signer);
    expect(isQuestionSigned(terms, mark, publicKey)).toBe(true);
    const wrong = { ...mark, digest: '0'.repeat(64) };
    expect(isQuestionSigned(terms, wrong, publicKey)).toBe(false);
    for (const name of ['requester', 'transaction', 'agreement'] as const)
      expect(isQuestionSigned({ ...terms, [name]: 'other' }, mark, publicKey)).toBe(false);
    expect(isQuestionSigned(terms, mark, generateKeyPairSync('ed25519').publicKey)).toBe(false);
  });

  test('says nothing of the case, to which the provider need not be joined', async () => {
    const { terms, evidence } = await signQuestion(request, asking, signer);
    expect(JSON.stringify([terms, evidence])).not.toContain(request.case);
  });

  test('has another digest each time, so that two questions cannot be seen to be the same', async () => {
    const [one, other] = [await signQuestion(request, asking, signer), await signQuestion(request, asking, signer)];
    expect(one.mark.digest).not.toBe(other.mark.digest);
  });

  test('has a digest of its own for every request', async () => {
    const { terms } = await signQuestion(request, asking, signer);
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        // JSON has one zero.
        const isSame = JSON.stringify(one) === JSON.stringify(other);
        const digests = [digestOfQuestion(nonce, terms, one), digestOfQuestion(nonce, terms, other)];
        expect(isSame && digests[0] !== digests[1]).toBe(false);
        fc.pre(!isSame && JSON.stringify(sorted(one)) !== JSON.stringify(sorted(other)));
        expect(digests[0]).not.toBe(digests[1]);
      }),
    );
  });
});

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .map(([name, member]) => [name, sorted(member)] as const)
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
};

describe('a signed answer', () => {
  const answered = {
    exchange: '018f4e2e-5b6a-7c3d-8e9f-0a1b2c3d4e61',
    question: 'ab'.repeat(32),
    provider: '00000001001234567000',
  };

  test('has the digest that the page on evidence gives', () => {
    expect(digestOfAnswer(nonce, answered, { content: { permits: [] } })).toBe(digestOnPage('answer'));
    expect(digestOfAnswer(nonce, answered, { hit: true })).not.toBe(digestOfAnswer(nonce, answered, { hit: false }));
  });

  test('holds for its own exchange, question and provider and no others', async () => {
    const mark = await signAnswer({ ...answered, nonce }, { hit: true }, signer);
    expect(isAnswerSigned(answered, mark, publicKey)).toBe(true);
    for (const name of ['exchange', 'question', 'provider'] as const)
      expect(isAnswerSigned({ ...answered, [name]: 'other' }, mark, publicKey)).toBe(false);
  });
});

test('evidence is signed with a private Ed25519 key that names its kid, and with nothing else', () => {
  const jwk = privateKey.export({ format: 'jwk' });
  const { d: _secret, ...publicHalf } = { ...jwk, kid: keyId };
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  for (const unfit of [jwk, publicHalf, { ...other, kid: keyId }])
    expect(() => createEvidenceSigner({ ...unfit })).toThrow(TypeError);
});
