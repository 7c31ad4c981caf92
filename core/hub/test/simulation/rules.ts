/** What must hold at every step of every schedule, whatever breaks. */
export const rules = {
  'question.unlogged': 'No question leaves before its entry is committed',
  'question.unagreed': 'No question leaves under an agreement of others, for another purpose or in another form',
  'release.unlogged': 'Nobody sees an answer before its entry is committed, and the entry tells what was released',
  'grant.exceeded': 'Nothing is asked or released beyond the grant, and no content where a match was agreed',
  'release.doubled': 'One idempotency key releases one answer, on however many nodes it is tried',
  'agreement.closed': 'Two seconds after an agreement was closed no question leaves under it and no answer is released',
  'case.closed': 'No question leaves and no answer is released about a case that was closed before the last look at it',
  'deadline.passed': 'No question leaves and no answer is released after its deadline',
  'answer.foreign': 'A caller gets the answer to their own question',
  'refusal.untold': 'A refusal is in the log, under the index that the caller is told',
  'problem.unknown': 'Every failure has a code of its own: none is a fault of the hub',
  'person.logged': 'No identifier of a person is in any entry',
  'log.untrue': 'Leaves, tiles and signed roots are those of the entries that are committed',
  'log.unverifiable': 'The export of the log verifies',
  'caller.waiting': 'Every caller gets an answer or a refusal',
  'hub.stuck': 'When everything works again, what is allowed is released at once',
} as const;

export type RuleName = keyof typeof rules;

/** Which rule is broken, and how. */
export type Fault = readonly [RuleName, string];

export interface Violation {
  readonly rule: RuleName;
  readonly atMs: number;
  readonly detail: string;
}
