import type { Answer, AskedEvidence, EvidenceMark, Question } from '@koppel/contract';
import type { Tracer } from './trace/tracer.ts';
import type { WitnessAnswer, WitnessQuestion } from './message/witness.schema.ts';

/** A question as the link brings it; the evidence ends here, a source has no use for it. */
export interface AskedQuestion extends Question {
  readonly evidence?: AskedEvidence;
}

/** An answer as the link takes it back. */
export type SignedAnswer = Answer & { readonly evidence?: EvidenceMark };

/** Answers one question, or throws a `KoppelError`; `question.signal` fires when nobody waits any more. */
export type QuestionHandler = (question: AskedQuestion) => Promise<SignedAnswer>;

/** What a client offers the hub. */
export interface Offer {
  /** Semantic version of the adapter, for who looks it up with `nats service info`. */
  readonly version: string;
  readonly description: string;
  readonly handlers: ReadonlyMap<string, QuestionHandler>;
  /** Throws a `KoppelError` while the source cannot be asked. */
  readonly checkHealth: () => Promise<void>;
  /** Tells a collector what becomes of questions. */
  readonly tracer?: Tracer;
  /** Cosigns checkpoints of the hub's log, or says why not. */
  readonly witness?: (question: WitnessQuestion) => Promise<WitnessAnswer>;
}
