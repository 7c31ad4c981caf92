import { createHmac, type KeyObject } from 'node:crypto';
import { Type, type Static } from 'typebox';
import { canonicalBytes } from './canonical.ts';
import {
  createEvidenceNonce,
  isSignedBy,
  type EvidenceMark,
  type EvidenceSigner,
  type QuestionEvidence,
} from './evidence.ts';
import { Actor, PrerequisiteEvidence, type ExchangeRequest } from './exchange.ts';
import { SubjectRole } from './field.ts';
import { Mode } from './operation.ts';
import { Instant, Oin, OperationName, Slug, Uuid } from './text.ts';

/**
 * What a requester signs for, besides the operation's own request. The case is not in it: the provider gets these
 * terms, and need not be joined to the case.
 */
export const QuestionTerms = Type.Object(
  {
    at: Instant,
    transaction: Uuid,
    requester: Oin,
    agreement: Uuid,
    operation: OperationName,
    purpose: Slug,
    actor: Actor,
    mode: Type.Optional(Mode),
    subjectRole: Type.Optional(SubjectRole),
    prerequisites: Type.Optional(Type.Array(PrerequisiteEvidence, { maxItems: 10 })),
  },
  { additionalProperties: false },
);
export type QuestionTerms = Static<typeof QuestionTerms>;

/** Who asks when, under which `Fsc-Transaction-Id`. */
export type Asking = Pick<QuestionTerms, 'at' | 'transaction' | 'requester'>;

export function questionTermsOf(request: Omit<ExchangeRequest, 'evidence'>, asking: Asking): QuestionTerms {
  const { agreement, operation, purpose, actor, mode, subjectRole, prerequisites } = request;
  const { at, transaction, requester } = asking;
  return {
    at,
    transaction,
    requester,
    agreement,
    operation,
    purpose,
    actor,
    ...(mode === undefined ? {} : { mode }),
    ...(subjectRole === undefined ? {} : { subjectRole }),
    ...(prerequisites === undefined ? {} : { prerequisites }),
  };
}

/** HMAC-SHA-256 under the nonce over the canonical form of the whole question, in hexadecimal. */
export function digestOfQuestion(nonce: string, terms: QuestionTerms, request: unknown): string {
  const question = { type: 'koppel.evidence-question.v1', ...terms, request };
  return createHmac('sha256', Buffer.from(nonce, 'base64url')).update(canonicalBytes(question)).digest('hex');
}

/** What is signed: who asked under which agreement and transaction, and the digest of what; all of it is in the log. */
function signedBytes(terms: QuestionTerms, { digest, keyId }: Omit<EvidenceMark, 'signature'>): Buffer {
  const { requester, transaction, agreement } = terms;
  return canonicalBytes({
    type: 'koppel.evidence-question-signature.v1',
    organisation: requester,
    transaction,
    agreement,
    digest,
    keyId,
  });
}

/** A question as it is signed, and what its requester must keep to prove it. */
export interface SignedQuestion {
  /** Goes along with the request. */
  readonly evidence: QuestionEvidence;
  readonly terms: QuestionTerms;
  readonly mark: EvidenceMark;
}

/** Signs a question under a fresh nonce; the request must be JSON, exactly as it will be sent. */
export async function signQuestion(
  request: Omit<ExchangeRequest, 'evidence'>,
  asking: Asking,
  signer: EvidenceSigner,
): Promise<SignedQuestion> {
  const nonce = createEvidenceNonce();
  const { keyId } = signer;
  const terms = questionTermsOf(request, asking);
  const digest = digestOfQuestion(nonce, terms, request.request);
  const bytes = await signer.sign(signedBytes(terms, { digest, keyId }));
  const signature = Buffer.from(bytes).toString('base64url');
  return { evidence: { nonce, at: asking.at, keyId, signature }, terms, mark: { digest, keyId, signature } };
}

/** Whether the requester's key signed this question's digest; says nothing about what the digest is of. */
export const isQuestionSigned = (terms: QuestionTerms, mark: EvidenceMark, publicKey: KeyObject): boolean =>
  isSignedBy(signedBytes(terms, mark), mark.signature, publicKey);
