import { createPublicKey, type KeyObject } from 'node:crypto';
import {
  compileSchema,
  digestOfAnswer,
  digestOfQuestion,
  EvidenceMark,
  isAnswerSigned,
  isQuestionSigned,
  KoppelError,
  questionTermsOf,
  type AskedEvidence,
  type Clock,
  type ExchangeAgreement,
} from '@koppel/contract';
import type { AskResult, Call } from '../platform/actions.ts';
import type { Attempt } from './attempt.ts';
import type { Allowed } from './entries.ts';
import { keyDigestOf } from './idempotency.ts';

/** One use of a requester's evidence. */
export interface EvidenceUse {
  /** Of the question. */
  readonly digest: string;
  /** Of the idempotency key, if any. */
  readonly keyDigest: string | undefined;
}

/** Keeps what evidence was used, as long as its time makes it acceptable. */
export interface UsedEvidence {
  /** False when it was used before, unless under the same idempotency key: that key allows one exchange by itself. */
  use(use: EvidenceUse): Promise<boolean>;
  /** Gives up a use whose question never left. */
  release(digest: string): Promise<void>;
}

export interface EvidenceParts {
  readonly call: Call;
  readonly used: UsedEvidence;
  /** The wall clock: a simulated one must not make old signatures fresh. */
  readonly clock: Clock;
}

/** How far the instant of a signature may be from the hub's clock. */
const evidenceWindowMs = 60_000;

const markSchema = compileSchema(EvidenceMark);

/** Judges what both sides signed under an agreement with `evidence: signed`. Holds a nonce no longer than the exchange lasts. */
export class EvidenceJudge {
  readonly #parts: EvidenceParts;

  constructor(parts: EvidenceParts) {
    this.#parts = parts;
  }

  /**
   * What the provider must be told; undefined under an agreement that asks for no evidence.
   *
   * @throws KoppelError `evidence.required` or `evidence.invalid`
   */
  async judgeQuestion(attempt: Attempt, agreement: ExchangeAgreement): Promise<AskedEvidence | undefined> {
    if (agreement.evidence !== 'signed') return undefined;
    const { caller, context, request, exchange } = attempt;
    const { evidence } = request;
    if (evidence === undefined) throw new KoppelError('evidence.required');
    const { nonce, at, keyId, signature } = evidence;
    if (Math.abs(this.#parts.clock.now() - Date.parse(at)) > evidenceWindowMs)
      throw new KoppelError('evidence.invalid', 'The evidence was signed more than a minute ago, or ahead');
    const asking = { at, transaction: context.transaction, requester: caller.oin };
    const terms = questionTermsOf(request, asking);
    const mark = { digest: digestOfQuestion(nonce, terms, request.request), keyId, signature };
    const key = await this.#findKey(caller.oin, keyId);
    if (!key || !isQuestionSigned(terms, mark, key)) throw new KoppelError('evidence.invalid');
    return { nonce, exchange, terms, mark };
  }

  /** @throws KoppelError `evidence.invalid` when the same signature was used for another exchange. */
  async use(attempt: Attempt, { mark }: AskedEvidence): Promise<void> {
    const isFirst = await this.#parts.used.use({ digest: mark.digest, keyDigest: keyDigestOf(attempt) });
    if (!isFirst) throw new KoppelError('evidence.invalid', 'The evidence was used before');
  }

  /** Lets the same evidence be used again; when even that cannot be written, its time runs out by itself. */
  async release({ mark }: AskedEvidence): Promise<void> {
    await this.#parts.used.release(mark.digest).catch(() => undefined);
  }

  /**
   * The provider's mark on what it answered; undefined under an agreement that asks for none.
   *
   * @throws KoppelError `reply.unsigned`
   */
  async judgeAnswer(
    { agreement, evidence: asked }: Pick<Allowed, 'agreement' | 'evidence'>,
    answer: AskResult,
  ): Promise<EvidenceMark | undefined> {
    if (asked === undefined) return undefined;
    const mark = answer.evidence;
    if (!isMark(mark)) throw new KoppelError('reply.unsigned');
    const answered = { exchange: asked.exchange, question: asked.mark.digest, provider: agreement.provider };
    const reply = agreement.mode === 'match' ? { hit: answer.hit } : { content: answer.content };
    const key = await this.#findKey(agreement.provider, mark.keyId);
    const isSigned = key !== undefined && isAnswerSigned(answered, mark, key);
    if (!isSigned || digestOfAnswer(asked.nonce, answered, reply) !== mark.digest)
      throw new KoppelError('reply.unsigned');
    return mark;
  }

  async #findKey(oin: string, kid: string): Promise<KeyObject | undefined> {
    const key = await this.#parts.call('identity.findKey', { oin, kid, use: 'evidence' });
    return key ? createPublicKey({ key: { ...key.jwk }, format: 'jwk' }) : undefined;
  }
}

const isMark = (value: unknown): value is EvidenceMark => markSchema.isValid(value);
