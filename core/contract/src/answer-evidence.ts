import { createHmac, type KeyObject } from 'node:crypto';
import { Type, type Static } from 'typebox';
import { canonicalBytes } from './canonical.ts';
import { EvidenceMark, EvidenceNonce, isSignedBy, type EvidenceSigner } from './evidence.ts';
import { QuestionTerms } from './question-evidence.ts';
import { Uuid } from './text.ts';

/** What a provider gets with a question under an agreement with `evidence: signed`; the request itself is beside it. */
export const AskedEvidence = Type.Object(
  { nonce: EvidenceNonce, exchange: Uuid, terms: QuestionTerms, mark: EvidenceMark },
  { additionalProperties: false },
);
export type AskedEvidence = Static<typeof AskedEvidence>;

/** The part of an answer that reaches the requester: content, or hit or no hit. */
export interface SignedReply {
  readonly content?: unknown;
  readonly hit?: unknown;
}

/** What an answer answers. */
export interface Answered {
  readonly exchange: string;
  /** The digest of the question. */
  readonly question: string;
  readonly provider: string;
}

/** HMAC-SHA-256 under the question's nonce over the canonical form of exchange, question and reply, in hexadecimal. */
export function digestOfAnswer(
  nonce: string,
  { exchange, question }: Omit<Answered, 'provider'>,
  reply: SignedReply,
): string {
  const { content, hit } = reply;
  const answer = { type: 'koppel.evidence-answer.v1', exchange, question, content, hit };
  return createHmac('sha256', Buffer.from(nonce, 'base64url')).update(canonicalBytes(answer)).digest('hex');
}

function signedBytes(
  { exchange, question, provider }: Answered,
  { digest, keyId }: Omit<EvidenceMark, 'signature'>,
): Buffer {
  return canonicalBytes({
    type: 'koppel.evidence-answer-signature.v1',
    organisation: provider,
    exchange,
    question,
    digest,
    keyId,
  });
}

/** Signs a reply; it must be JSON, exactly as it will be sent. */
export async function signAnswer(
  { nonce, ...answered }: Answered & { readonly nonce: string },
  reply: SignedReply,
  signer: EvidenceSigner,
): Promise<EvidenceMark> {
  const { keyId } = signer;
  const digest = digestOfAnswer(nonce, answered, reply);
  const signature = await signer.sign(signedBytes(answered, { digest, keyId }));
  return { digest, keyId, signature: Buffer.from(signature).toString('base64url') };
}

/** Whether the provider's key signed this digest as the answer to this question; says nothing about what it is of. */
export const isAnswerSigned = (answered: Answered, mark: EvidenceMark, publicKey: KeyObject): boolean =>
  isSignedBy(signedBytes(answered, mark), mark.signature, publicKey);
