import type { GuardName } from '../../model/machine.schema.ts';
import type { Result } from '../facts.ts';
import { counted, isText, minimumOf, type GuardRule } from './guard-rule.ts';

const statementGiven: GuardRule = {
  holds: ({ statement }, { input: { statements = {} } }) =>
    statement !== undefined && Object.hasOwn(statements, statement) && isText(statements[statement]),
  message: ({ statement = '' }) => `The statement "${statement}" must be given.`,
};

const subjectRecorded: GuardRule = {
  holds: (guard, { subjects }) => subjects >= minimumOf(guard),
  message: (guard) => `At least ${counted(minimumOf(guard), 'subject')} must be recorded.`,
};

/** The outcome is a word of the model's own; the description is a text. */
const isResult = ({ outcome, description }: Result): boolean => outcome.trim() !== '' && isText(description);

const resultGiven: GuardRule = {
  holds: (_guard, { input: { result } }) => result !== undefined && isResult(result),
  message: () => 'The result must be given: an outcome and a description.',
};

const lessonsGiven: GuardRule = {
  holds: (guard, { lessons, input }) => lessons + (input.lessons ?? []).filter(isText).length >= minimumOf(guard),
  message: (guard) => `At least ${counted(minimumOf(guard), 'lesson')} must be recorded.`,
};

const retentionOver: GuardRule = {
  holds: (_guard, { now, retentionEndsAt }) => retentionEndsAt !== null && now >= retentionEndsAt,
  message: () => 'The retention period must be over.',
};

export const rulesOfRecords = {
  'statement-given': statementGiven,
  'subject-recorded': subjectRecorded,
  'result-given': resultGiven,
  'lessons-given': lessonsGiven,
  'retention-over': retentionOver,
} as const satisfies Partial<Record<GuardName, GuardRule>>;
