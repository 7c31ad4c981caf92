import {
  asKoppelError,
  exchangeDeadlineMs,
  KoppelError,
  type Clock,
  type EvidenceMark,
  type ExchangeAgreement,
  type ExchangeReply,
} from '@koppel/contract';
import { entryLimits } from '@koppel/ledger';
import type { AskResult, Call, LedgerEntryDraft, ParamsOf } from '../platform/actions.ts';
import { checkActor, createAttempt, type Attempt } from './attempt.ts';
import { disclosedEntry, refusedEntry, releasedEntry, withheldEntry, type Allowed } from './entries.ts';
import type { EvidenceJudge } from './evidence-judge.ts';
import type { GateKeeper } from './gate-keeper.ts';
import type { IdempotencyKeys } from './idempotency.ts';
import type { OperationCatalogue } from './operation-catalogue.ts';
import type { ExchangeObserver } from './observer.ts';
import { listSubjects, uniteSubjects } from './subjects.ts';
import { inspectReply } from './view.ts';

export interface ExchangeParts {
  readonly call: Call;
  readonly keeper: GateKeeper;
  readonly catalogue: OperationCatalogue;
  readonly keys: IdempotencyKeys;
  readonly evidence: EvidenceJudge;
  readonly clock: Clock;
  readonly observer: ExchangeObserver;
}

/**
 * The way through the house. The gate comes before the operation's schema, so that nobody without an agreement can
 * probe it; the question is logged before it leaves and the answer before anybody sees it; when an entry cannot be
 * written, nothing moves.
 */
export class Exchanges {
  readonly #parts: ExchangeParts;

  constructor(parts: ExchangeParts) {
    this.#parts = parts;
  }

  /** @throws KoppelError with the reason why nothing was released. */
  async perform(asked: ParamsOf<'exchange.perform'>): Promise<ExchangeReply> {
    const { clock, observer } = this.#parts;
    const attempt = createAttempt(asked, clock.now(), exchangeDeadlineMs.default);
    try {
      checkActor(attempt);
      const reply = await this.#parts.keys.once(attempt, () => this.#exchange(attempt));
      observer.answered(attempt, reply, clock.now());
      return reply;
    } catch (error) {
      const problem = asKoppelError(error);
      observer.unanswered(attempt, problem, clock.now());
      throw problem;
    }
  }

  async #exchange(attempt: Attempt): Promise<ExchangeReply> {
    const exchange = await this.#admit(attempt);
    await this.#parts.keys.claim(attempt);
    await this.#useEvidence(exchange);
    const requestIndex = await this.#logQuestion(exchange);
    // Writing the entry can take long on a stalled node; what closed meanwhile stays closed.
    await this.#stopIfClosed(exchange);
    const answer = await this.#ask(exchange);
    return this.#release(exchange, answer, requestIndex);
  }

  /** One signature is good for one exchange. */
  async #useEvidence({ attempt, agreement, evidence }: Allowed): Promise<void> {
    if (evidence === undefined) return;
    try {
      await this.#parts.evidence.use(attempt, evidence);
    } catch (error) {
      await this.#parts.keys.release(attempt);
      await this.#refuse(attempt, agreement, asKoppelError(error));
    }
  }

  /** Without its entry the question does not leave, and the caller may try again under the same key. */
  async #logQuestion(exchange: Allowed): Promise<number> {
    const { attempt, evidence } = exchange;
    try {
      return await this.#log(disclosedEntry(exchange));
    } catch (error) {
      await this.#parts.keys.release(attempt);
      if (evidence) await this.#parts.evidence.release(evidence);
      throw error;
    }
  }

  /** Everything that must hold before a question may leave. */
  async #admit(attempt: Attempt): Promise<Allowed> {
    const { request } = attempt;
    const known = await this.#parts.catalogue.find({ operation: request.operation });
    if (!known) throw new KoppelError('operation.unknown');
    const { agreement, operation } = await this.#passGate(attempt);
    const faults = operation.request.faultsOf(request.request);
    if (faults.length > 0) {
      await this.#refuse(attempt, agreement, new KoppelError('request.invalid', undefined, { details: { faults } }));
    }
    const subjects = listSubjects(operation.description, request.request);
    const evidence = await this.#judgeQuestion(attempt, agreement);
    return { attempt, agreement, operation, subjects, ...(evidence === undefined ? {} : { evidence }) };
  }

  async #judgeQuestion(attempt: Attempt, agreement: ExchangeAgreement): Promise<Allowed['evidence']> {
    try {
      return await this.#parts.evidence.judgeQuestion(attempt, agreement);
    } catch (error) {
      const why = asKoppelError(error);
      if (why.retryable) throw why;
      return this.#refuse(attempt, agreement, why);
    }
  }

  async #passGate(attempt: Attempt): Promise<Pick<Allowed, 'agreement' | 'operation'>> {
    const { decision, operation } = await this.#parts.keeper.rule(attempt);
    if (!decision.isOpen) return this.#refuse(attempt, decision.agreement, new KoppelError(decision.code));
    if (!operation) throw new KoppelError('adapter.absent', undefined, { details: { retryAfterMs: 5000 } });
    return { agreement: decision.agreement, operation };
  }

  /** A refusal is logged too, and tells under which index. */
  async #refuse(attempt: Attempt, agreement: ExchangeAgreement | undefined, why: KoppelError): Promise<never> {
    const ledgerIndex = await this.#log(refusedEntry(attempt, agreement, why.code));
    throw new KoppelError(why.code, why.message, { details: { ...why.details, ledgerIndex } });
  }

  async #ask(exchange: Allowed): Promise<AskResult> {
    const { attempt, agreement, operation } = exchange;
    try {
      return await this.#parts.call('adapters.ask', {
        oin: agreement.provider,
        operation: agreement.operation,
        version: operation.description.version,
        mode: agreement.mode,
        fields: operation.viewOf(agreement).released,
        request: attempt.request.request,
        agreement: agreement.id,
        purpose: agreement.purpose.code,
        transaction: attempt.context.transaction,
        traceparent: attempt.context.traceparent,
        deadline: attempt.deadline,
        ...(exchange.evidence === undefined ? {} : { evidence: exchange.evidence }),
      });
    } catch (error) {
      return this.#withhold(exchange, asKoppelError(error));
    }
  }

  async #release(exchange: Allowed, answer: AskResult, requestIndex: number): Promise<ExchangeReply> {
    const { attempt, agreement, operation } = exchange;
    const view = operation.viewOf(agreement);
    const isMatch = agreement.mode === 'match';
    const finding = inspectReply(view, isMatch ? { hit: answer.hit } : answer.content);
    if (!finding.fits)
      await this.#withhold(exchange, new KoppelError(finding.code, undefined, { details: { paths: finding.paths } }));
    const mark = await this.#judgeAnswer(exchange, answer);
    await this.#stopIfClosed(exchange);
    const answered = { ...exchange, subjects: uniteSubjects(exchange.subjects, answer.subjects) };
    if (answered.subjects.length > entryLimits.subjects)
      await this.#withhold(exchange, new KoppelError('reply.too-large'));
    const replyIndex = await this.#log(releasedEntry(answered, view, mark));
    return {
      exchange: attempt.exchange,
      transaction: attempt.context.transaction,
      agreement: { id: agreement.id, version: agreement.version },
      operation: agreement.operation,
      operationVersion: operation.description.version,
      mode: agreement.mode,
      ...(isMatch ? { hit: answer.hit === true } : { content: answer.content }),
      withheld: [...view.withheld],
      terms: view.terms,
      ...(mark === undefined ? {} : { evidence: mark }),
      ledger: { requestIndex, replyIndex },
    };
  }

  async #judgeAnswer(exchange: Allowed, answer: AskResult): Promise<EvidenceMark | undefined> {
    try {
      return await this.#parts.evidence.judgeAnswer(exchange, answer);
    } catch (error) {
      return this.#withhold(exchange, asKoppelError(error));
    }
  }

  /** What was closed while the ledger was written or the source was thinking releases nothing any more. */
  async #stopIfClosed(exchange: Allowed): Promise<void> {
    const reason = await this.#findReasonToStop(exchange);
    if (reason) await this.#withhold(exchange, reason);
  }

  /** When it cannot be told whether the case is still open, it counts as closed. */
  async #findReasonToStop(exchange: Allowed): Promise<KoppelError | undefined> {
    try {
      const code = await this.#parts.keeper.findReasonToStop(exchange);
      return code && new KoppelError(code);
    } catch (error) {
      return asKoppelError(error);
    }
  }

  async #withhold(exchange: Allowed, why: KoppelError): Promise<never> {
    const ledgerIndex = await this.#log(withheldEntry(exchange, why.code));
    throw new KoppelError(why.code, why.message, { details: { ...why.details, ledgerIndex }, cause: why });
  }

  async #log(entry: LedgerEntryDraft): Promise<number> {
    const [index] = await this.#parts.call('ledger.append', { entries: [entry] });
    if (index === undefined) throw new KoppelError('ledger.unavailable');
    return index;
  }
}
