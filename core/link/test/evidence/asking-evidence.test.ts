import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOfQuestion, KoppelError, signAnswer, type ExchangeReply, type ExchangeRequest } from '@koppel/contract';
import { askWithEvidence } from '../../src/evidence/asking-evidence.ts';
import { EvidenceFolder, readKeptEvidence } from '../../src/evidence/evidence-folder.ts';
import { codeOf, exchange as request, registry, requester } from '../contract/link-world.ts';
import { aSigner } from '../support/an-evidence.ts';

const transaction = '018f4e2e-5b6a-7c3d-8e9f-0a1b2c3d4e60';
const asking = { at: '2026-03-02T08:00:00.000Z', transaction, requester: requester.oin };
const exchange = '018f4e2e-5b6a-7c3d-8e9f-0a1b2c3d4e61';
const content = { permits: [{ number: 'P-1' }] };

let directory: string;
let folder: EvidenceFolder;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'koppel-asking-'));
  folder = new EvidenceFolder(join(directory, 'kept'));
});
afterEach(() => rm(directory, { recursive: true }));

const files = (): Promise<string[]> => readdir(join(directory, 'kept'));
const ask = (send: (sent: ExchangeRequest) => Promise<unknown>) =>
  askWithEvidence(
    { request, asking, send: send as (sent: ExchangeRequest) => Promise<ExchangeReply> },
    { signer: aSigner(), folder },
  );

/** A reply as the hub passes it on, signed by the provider over `signed`. */
async function replyTo({ evidence, ...sent }: ExchangeRequest, signed: unknown = content): Promise<unknown> {
  const { nonce = '', at = '' } = evidence ?? {};
  const { agreement, operation, purpose, actor } = sent;
  const question = digestOfQuestion(nonce, { ...asking, at, agreement, operation, purpose, actor }, sent.request);
  const about = { nonce, exchange, question, provider: registry.oin };
  return { exchange, mode: 'content', content, evidence: await signAnswer(about, { content: signed }, aSigner()) };
}

describe('asking with evidence', () => {
  test('keeps the question for its owner alone before it leaves, and the answer before it is returned', async () => {
    let early: unknown;
    const reply = await ask(async (sent) => {
      early = await readKeptEvidence(folder.fileOf(transaction));
      return replyTo(sent);
    });
    expect(early).toMatchObject({ request: request.request, question: { terms: { transaction } } });
    expect(early).not.toHaveProperty('answer');
    expect(await readKeptEvidence(folder.fileOf(transaction))).toMatchObject({
      exchange,
      reply: { content },
      answer: reply.evidence,
    });
    expect((await stat(folder.fileOf(transaction))).mode & 0o777).toBe(0o600);
    expect(await files()).toHaveLength(1);
  });

  test('asks nothing when it cannot be kept', async () => {
    folder = new EvidenceFolder('/dev/null/kept');
    let isSent = false;
    expect(await codeOf(ask(async () => (isSent = true)))).toBe('evidence.not-kept');
    expect(isSent).toBe(false);
  });

  test('keeps nothing of an agreement without evidence, nor of a question that was refused', async () => {
    await ask(async () => ({ exchange, mode: 'content', content }));
    const refused = ask(() => Promise.reject(new KoppelError('agreement.suspended')));
    expect(await codeOf(refused)).toBe('agreement.suspended');
    expect(await files()).toEqual([]);
  });

  test('keeps the question when nobody knows what became of it', async () => {
    expect(await codeOf(ask(() => Promise.reject(new KoppelError('exchange.deadline'))))).toBe('exchange.deadline');
    expect(await files()).toHaveLength(1);
  });

  test('believes no reply that is another than the provider signed', async () => {
    expect(await codeOf(ask((sent) => replyTo(sent, { permits: [] })))).toBe('reply.unsigned');
  });
});
