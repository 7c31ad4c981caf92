import type { Answer, Question } from '@koppel/contract';

/** Answers one question, or throws a `KoppelError`; `question.signal` fires when nobody waits any more. */
export type QuestionHandler = (question: Question) => Promise<Answer>;

/** What a client offers the hub. */
export interface Offer {
  /** Semantic version of the adapter, for who looks it up with `nats service info`. */
  readonly version: string;
  readonly description: string;
  readonly handlers: ReadonlyMap<string, QuestionHandler>;
  /** Throws a `KoppelError` while the source cannot be asked. */
  readonly checkHealth: () => Promise<void>;
}
