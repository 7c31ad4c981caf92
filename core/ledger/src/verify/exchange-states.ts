import type { EntryType } from '../entry/entry-rules.ts';
import type { FindingCode } from './finding.ts';
import { RecentUuids } from './recent-uuids.ts';
import { timeOfKey } from './uuid-key.ts';

const ASKED = 1;
const ANSWERED = 2;
const FAILED = 3;
const REFUSED = 4;
/** Asked, and signed by who asks. */
const SIGNED = 5;

const stateAfter: Partial<Record<EntryType, number>> = {
  'request.disclosed': ASKED,
  'request.refused': REFUSED,
  'reply.released': ANSWERED,
  'reply.refused': ANSWERED,
  'reply.failed': FAILED,
  'reply.late': ANSWERED,
};

/** How far the clocks of a hub's nodes may be apart: an entry may be this much older than the newest before it. */
export const CLOCK_TOLERANCE_MS = 60_000;

/** How long an id that was used is remembered; after that, the time in it betrays a second use by itself. */
export const MEMORY_MS = 2 * CLOCK_TOLERANCE_MS;

/** One step of an exchange, as an entry tells it. */
export interface ExchangeStep {
  readonly type: EntryType;
  /** The exchange's id, in words. */
  readonly exchange: Uint32Array;
  readonly atMs: number;
  /** Whether the entry carries a party's signature (`evidence`). */
  readonly isSigned: boolean;
}

/**
 * Per exchange: one question, then one answer, and after a failure at most one late reply. What is released to a signed
 * question is signed too, and nothing else is.
 */
export class ExchangeStates {
  readonly #states = new RecentUuids(MEMORY_MS, [ASKED, SIGNED, FAILED]);
  /** Exchanges that began up to this instant may have been asked before the first entry. */
  readonly #unknownUntilMs: number;
  #unanswered = 0;

  constructor(unknownUntilMs: number) {
    this.#unknownUntilMs = unknownUntilMs;
  }

  /** Questions without an answer so far. */
  get unanswered(): number {
    return this.#unanswered;
  }

  advance(newestMs: number): void {
    this.#states.advance(newestMs);
  }

  accept(step: ExchangeStep): FindingCode | undefined {
    const after = stateAfter[step.type] ?? 0;
    const next = after === ASKED && step.isSigned ? SIGNED : after;
    const state = this.#states.swap(step.exchange, next);
    if (after === ASKED) this.#unanswered += 1;
    if (after === ASKED || after === REFUSED) return questionFault(state, step);
    if (isOpen(state)) this.#unanswered -= 1;
    return this.#answerFault(state, step);
  }

  #answerFault(state: number, step: ExchangeStep): FindingCode | undefined {
    const { type, exchange } = step;
    if (isOpen(state)) return signatureFault(state, step);
    if (state === FAILED && type === 'reply.late') return undefined;
    if (state === ANSWERED || state === FAILED) return 'exchange.answered-twice';
    return timeOfKey(exchange) <= this.#unknownUntilMs ? undefined : 'exchange.reply-without-request';
  }
}

const isOpen = (state: number): boolean => state === ASKED || state === SIGNED;

function signatureFault(state: number, { type, isSigned }: ExchangeStep): FindingCode | undefined {
  const isWhole = type !== 'reply.released' || isSigned === (state === SIGNED);
  return isWhole ? undefined : 'exchange.half-signed';
}

function questionFault(state: number, { exchange, atMs }: ExchangeStep): FindingCode | undefined {
  if (state !== 0) return 'exchange.asked-twice';
  return atMs - timeOfKey(exchange) > CLOCK_TOLERANCE_MS ? 'exchange.reused' : undefined;
}
