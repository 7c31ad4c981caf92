import {
  digestOfQuestion,
  KoppelError,
  signAnswer,
  type Answer,
  type AskedEvidence,
  type QuestionTerms,
} from '@koppel/contract';
import type { AskedQuestion, SignedAnswer } from '../offer.ts';
import type { EvidenceOptions } from './asking-evidence.ts';

/**
 * Checks that a question is the one that its requester signed, before the source is asked.
 *
 * @throws KoppelError `reply.unsigned` when no key is at hand to sign the answer with, `request.invalid` when the
 * question differs from the signed one.
 */
export function requireSignedQuestion(
  question: AskedQuestion,
  asked: AskedEvidence,
  options: EvidenceOptions | undefined,
): EvidenceOptions {
  if (options === undefined) throw new KoppelError('reply.unsigned', 'This adapter has no key to sign answers with');
  const { nonce, terms, mark } = asked;
  if (!isAbout(terms, question) || digestOfQuestion(nonce, terms, question.request) !== mark.digest)
    throw new KoppelError('request.invalid', 'The question is not the one that its requester signed');
  return options;
}

/** Whether what was signed and what the hub asks are the same, beside the request itself. */
const isAbout = (terms: QuestionTerms, asked: AskedQuestion): boolean =>
  terms.operation === asked.operation &&
  (terms.mode ?? asked.mode) === asked.mode &&
  asked.agreement.split(';')[0] === terms.agreement &&
  terms.purpose === asked.purpose &&
  terms.transaction === asked.transaction;

/** Signs an answer and keeps what proves it, before it leaves. */
export async function signedAnswer(
  answer: Answer,
  { asked, provider }: { asked: AskedEvidence; provider: string },
  { signer, folder }: EvidenceOptions,
): Promise<SignedAnswer> {
  const { nonce, exchange, terms, mark } = asked;
  // What is signed is what JSON makes of the answer, because that is what leaves.
  const sent: Answer = JSON.parse(JSON.stringify(answer));
  const reply = 'hit' in sent ? { hit: sent.hit } : { content: sent.content };
  const evidence = await signAnswer({ nonce, exchange, question: mark.digest, provider }, reply, signer);
  await folder?.keep(exchange, {
    format: 'koppel-evidence-kept/1',
    nonce,
    question: { terms, mark },
    exchange,
    answer: evidence,
  });
  return { ...sent, evidence };
}
