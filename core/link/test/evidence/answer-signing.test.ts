import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOfAnswer, type OperationHandler, type Question } from '@koppel/contract';
import { linkHandlers } from '../../src/adapter/adapter-handlers.ts';
import { EvidenceFolder, readKeptEvidence } from '../../src/evidence/evidence-folder.ts';
import type { AskedQuestion, QuestionHandler, SignedAnswer } from '../../src/offer.ts';
import { asked, codeOf, registry } from '../contract/link-world.ts';
import { anEvidence, aSigner } from '../support/an-evidence.ts';

const seen: Question[] = [];
const content = { permits: [{ number: 'P-1', holder: 'Example Ltd' }], count: Number.NaN };
const handler = {
  operation: { name: asked.operation, version: asked.version },
  content: async (question: Question) => {
    seen.push(question);
    return { content, subjects: [] };
  },
} as unknown as OperationHandler;

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'koppel-answer-'));
});
afterAll(() => rm(directory, { recursive: true }));

const question = async (change: Partial<AskedQuestion> = {}): Promise<AskedQuestion> => ({
  ...asked,
  fields: ['permits[].number', 'count'],
  evidence: await anEvidence(asked),
  signal: new AbortController().signal,
  ...change,
});

function answering(folder?: EvidenceFolder): QuestionHandler {
  const evidence = { signer: aSigner(), ...(folder ? { folder } : {}) };
  const found = linkHandlers([handler], { provider: registry.oin, evidence }).get(asked.operation);
  if (!found) throw new Error('the handler is there');
  return found;
}

describe('an adapter with a key', () => {
  test('signs what leaves, as JSON carries it, and shows its handler nothing of the evidence', async () => {
    const put = await question();
    const answer = (await answering()(put)) as SignedAnswer & { content: unknown };
    expect(answer.content).toEqual({ permits: [{ number: 'P-1' }], count: null });
    const { nonce, exchange, mark } = put.evidence ?? (await anEvidence(asked));
    const digest = digestOfAnswer(nonce, { exchange, question: mark.digest }, { content: answer.content });
    expect(answer.evidence?.digest).toBe(digest);
    expect(seen.at(-1)).not.toHaveProperty('evidence');
  });

  test('signs nothing where nobody asked for it', async () => {
    const { evidence: _evidence, ...unsigned } = await question();
    expect(await answering()(unsigned)).not.toHaveProperty('evidence');
  });

  test('asks its source nothing when the question is not the one that was signed', async () => {
    const before = seen.length;
    const changes: readonly Partial<AskedQuestion>[] = [
      { request: { street: 'Kade', houseNumber: 8 } },
      { purpose: 'other-purpose' },
      { agreement: '018f4e2e-0000-7c3d-8e9f-0a1b2c3d4e5f;3' },
      { mode: 'match' },
      { transaction: '018f4e2e-0000-7c3d-8e9f-0a1b2c3d4e5f' },
    ];
    for (const change of changes) expect(await codeOf(answering()(await question(change)))).toBe('request.invalid');
    expect(seen).toHaveLength(before);
  });

  test('keeps nonce and digests for itself, and neither question nor answer', async () => {
    const folder = new EvidenceFolder(join(directory, 'kept'));
    const put = await question();
    const { evidence } = await answering(folder)(put);
    const kept = await readKeptEvidence(folder.fileOf(put.evidence?.exchange ?? ''));
    expect(kept).toMatchObject({ nonce: put.evidence?.nonce, answer: evidence });
    expect(JSON.stringify(kept)).not.toContain('Kade');
    expect(JSON.stringify(kept)).not.toContain('P-1');
  });

  test('gives no answer that it cannot keep', async () => {
    const folder = new EvidenceFolder('/dev/null/kept');
    expect(await codeOf(answering(folder)(await question()))).toBe('evidence.not-kept');
  });
});
