import type { ExchangeReply, KoppelError } from '@koppel/contract';
import type { FullTile } from '@koppel/ledger';
import type { Edge } from '../../src/adapters/adapters.ts';
import type { LedgerEntryDraft } from '../../src/platform/actions.ts';
import type { AgreementBook } from './agreement-book.ts';
import { LogJudge, type CommittedRow } from './log-judge.ts';
import type { Machine } from './machine.ts';
import { faultOfRefusal } from './refusal-check.ts';
import { faultOfRelease } from './release-check.ts';
import type { RuleName, Violation } from './rules.ts';
import type { Timeline } from './timeline.ts';
import type { Try } from './wish.ts';

/** The lease on the agreements: how long a closed one may still be taken for open. */
const leaseMs = 2000;

const wellFormed = /^[0-9]{9}$/;

type Question = Parameters<Edge['ask']>[1];

/** Watches everything that happens and says which rule it breaks. */
export class Judge {
  readonly violations: Violation[] = [];
  readonly log = new LogJudge((rule, detail) => this.report(rule, detail));
  readonly #timeline: Timeline;
  readonly #book: AgreementBook;
  readonly #tries = new Map<string, Try>();
  readonly #answeredAtMs = new Map<string, number>();
  readonly #releases = new Map<string, string>();

  constructor(timeline: Timeline, book: AgreementBook) {
    this.#timeline = timeline;
    this.#book = book;
  }

  report(rule: RuleName, detail: string): void {
    this.violations.push({ rule, atMs: this.#timeline.nowMs, detail });
  }

  asked(one: Try): void {
    this.#tries.set(one.transaction, one);
  }

  /** A question is handed to the link. */
  questionLeaves(from: Machine, question: Question): void {
    const logged = this.log.findOf(question.transaction, 'request.disclosed');
    if (!logged) return this.report('question.unlogged', 'its entry is not committed');
    this.#checkAgreed(question);
    this.#checkStanding(question, { from, sinceMs: logged.atMs, what: 'a question left' });
  }

  answered(transaction: string): void {
    this.#answeredAtMs.set(transaction, this.#timeline.nowMs);
  }

  /** An entry is handed to the ledger; for a release that is the moment of the decision. */
  entryOffered(from: Machine, { type, transaction = '', agreement }: LedgerEntryDraft): void {
    if (type !== 'reply.released' || !agreement) return;
    const sinceMs = this.#answeredAtMs.get(transaction) ?? this.#timeline.nowMs;
    this.#checkStanding({ transaction, agreement: agreement.id }, { from, sinceMs, what: 'an answer was released' });
  }

  committed(rows: readonly CommittedRow[], tiles: readonly FullTile[]): void {
    for (const { entry } of this.log.committed(rows, tiles, this.#timeline.nowMs)) {
      if (entry.type === 'reply.released') this.#countRelease(entry.transaction ?? '', entry.exchange ?? '');
    }
  }

  signed(note: string): void {
    this.log.signed(note);
  }

  /** A caller sees an answer. */
  released({ wish: { request } }: Try, reply: ExchangeReply): void {
    const { agreement } = this.#agreementOf(request.agreement);
    const fault = faultOfRelease({ agreement, bsn: request.request.bsn, reply, facts: this.log.facts });
    if (fault) this.report(...fault);
  }

  /** A caller hears why there is no answer. */
  refused({ family }: Try, problem: KoppelError): void {
    const isOwn = (transaction: string | undefined): boolean => this.#familyOf(transaction) === family;
    const fault = faultOfRefusal(problem, { facts: this.log.facts, isOwn });
    if (fault) this.report(...fault);
  }

  /** Whether the question is one that its agreement is about. */
  #checkAgreed({ transaction, agreement: id, mode, fields }: Question): void {
    const { agreement } = this.#agreementOf(id);
    const { caller, request } = this.#tryOf(transaction).wish;
    const isAgreed = caller.oin === agreement.requester && request.purpose === agreement.purpose.code;
    if (!isAgreed || request.agreement !== id) this.report('question.unagreed', 'it is not what was agreed');
    if (!wellFormed.test(request.request.bsn)) this.report('question.unagreed', 'it makes no sense');
    if (mode !== agreement.mode) this.report('grant.exceeded', `asked in mode ${mode}`);
    const beyond = fields.filter((path) => !agreement.grantedFields.includes(path));
    if (beyond.length > 0) this.report('grant.exceeded', `asked for ${beyond.join(', ')}`);
  }

  #checkStanding(
    { transaction, agreement: id }: { readonly transaction: string; readonly agreement: string },
    { from, sinceMs, what }: { readonly from: Machine; readonly sinceMs: number; readonly what: string },
  ): void {
    const { nowMs } = this.#timeline;
    const { agreement } = this.#agreementOf(id);
    const isValid = from.domainClock.now() < Date.parse(agreement.validity.until);
    if (!isValid || !this.#book.wasActive(id, nowMs - leaseMs, nowMs)) this.report('agreement.closed', what);
    if (agreement.casePhases.length > 0 && !this.#book.wasCaseOpen(sinceMs, nowMs)) this.report('case.closed', what);
    if (from.domainClock.now() > this.#tryOf(transaction).deadline) this.report('deadline.passed', what);
  }

  #countRelease(transaction: string, exchange: string): void {
    const family = this.#familyOf(transaction);
    const before = this.#releases.get(family);
    if (before !== undefined) this.report('release.doubled', before === exchange ? 'of one exchange' : 'under one key');
    this.#releases.set(family, exchange);
  }

  #familyOf(transaction = ''): string {
    return this.#tries.get(transaction)?.family ?? transaction;
  }

  #tryOf(transaction: string): Try {
    const one = this.#tries.get(transaction);
    if (!one) throw new Error('nobody tried this');
    return one;
  }

  #agreementOf(id: string) {
    const record = this.#book.find(id);
    if (!record) throw new Error('the simulation has no such agreement');
    return record;
  }
}
