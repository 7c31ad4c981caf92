import type { Destination, PreparedQuestion } from '../load/order.ts';
import { familyNameOf, subjects } from './question.ts';

/** The ways that are compared. */
export const pathNames = ['governed', 'bare', 'nodeRed', 'rawNats'] as const;
export type PathName = (typeof pathNames)[number];

/** One way from a question to its answer, ready to be asked. */
export interface Path {
  readonly name: PathName;
  readonly questions: readonly PreparedQuestion[];
  /** Asked before every measurement, because a token may have to be renewed. */
  destination(): Promise<Destination>;
  /** Its processes, by what they are. */
  readonly processes: Readonly<Record<string, number>>;
}

/** What a path makes of a request. */
export type Wrapping = (request: { readonly bsn: string }) => unknown;

/** A question about one person, by whose name its answer is known. */
export const prepareQuestion = (bsn: string, wrap: Wrapping): PreparedQuestion => ({
  text: JSON.stringify(wrap({ bsn })),
  expects: `"${familyNameOf(bsn)}"`,
});

/** The same questions on every path, in the path's own wrapping. */
export const prepareQuestions = (wrap: Wrapping): PreparedQuestion[] =>
  subjects.map((bsn) => prepareQuestion(bsn, wrap));
