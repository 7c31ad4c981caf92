import type { PreparedQuestion } from './order.ts';

/** One way to the target that carries one question at a time. */
export interface Lane {
  /** Resolves with what is wrong with the answer, or undefined. */
  ask(question: PreparedQuestion): Promise<string | undefined>;
  close(): Promise<void>;
}

/** How a lane begins to tell of an answer that has its caller come back later (429 or 503). */
export const toldToComeBack = 'told to come back';

/** Judges an answer by its text alone: holding the expected words proves that it has content, and whose. */
export function complaintAbout(answer: Buffer, { expects }: PreparedQuestion): string | undefined {
  return answer.includes(expects) ? undefined : 'an answer without the content that was asked for';
}
