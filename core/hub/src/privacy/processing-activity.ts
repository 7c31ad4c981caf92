import { createHash } from 'node:crypto';
import { timeOfUuidV7, type EntryType, type LedgerEntry } from '@koppel/ledger';
import type { DataProcessingRecord, ProcessingActivity } from '../platform/processing.schema.ts';
import type { LoggedExchange } from '../platform/processing-actions.ts';

/** How a processing ended, as the standard knows it; a question without an answer is `Unset`. */
const statusAfter: Partial<Record<EntryType, DataProcessingRecord['status']>> = {
  'reply.released': 'Ok',
  'reply.refused': 'Error',
  'reply.failed': 'Error',
  'reply.late': 'Error',
};

/** What the entries of an exchange say of it, as an authorization decision and as processing records. */
export function processingActivityOf({ question, answers }: LoggedExchange): ProcessingActivity {
  const { entry } = question;
  const answer = answers.at(-1);
  return {
    exchange: entry.exchange ?? '',
    transaction: entry.transaction ?? '',
    question: question.index,
    ...(answer === undefined ? {} : { answer: answer.index }),
    decision: decisionOf(entry),
    records: recordsOf(entry, answer?.entry),
  };
}

function decisionOf(question: LedgerEntry): ProcessingActivity['decision'] {
  const { type, code, at, requester, operation = '', provider, trace = '' } = question;
  const { oin = '', client = '' } = requester ?? {};
  return {
    decision: type === 'request.disclosed',
    ...(code === undefined ? {} : { code }),
    subject: { type: 'organisation', id: oin, client },
    action: { name: operation },
    ...(provider === undefined ? {} : { resource: { type: 'organisation', id: provider.oin } }),
    ...policyOf(question),
    decidedAt: at,
    traceId: trace,
    spanId: spanIdOf(question.id, 'decision'),
  };
}

const policyOf = ({ agreement, purpose = '' }: LedgerEntry): Pick<ProcessingActivity['decision'], 'policy'> =>
  agreement === undefined ? {} : { policy: { agreement: agreement.id, version: agreement.version, purpose } };

/** A refused question reached nobody, so nobody's data was processed. */
function recordsOf(question: LedgerEntry, answer: LedgerEntry | undefined): DataProcessingRecord[] {
  const { agreement } = question;
  if (agreement === undefined || question.type !== 'request.disclosed') return [];
  // An answer is also about everybody whom the question was about.
  return (answer?.subjects ?? question.subjects ?? []).map((subject) => ({
    traceId: question.trace ?? '',
    spanId: spanIdOf(question.id, subject),
    name: question.operation ?? '',
    status: statusAfter[answer?.type ?? question.type] ?? 'Unset',
    startTime: new Date(timeOfUuidV7(question.exchange ?? '')).toISOString(),
    endTime: (answer ?? question).at,
    // The agreement says what the register of processing activities wants to know: purpose, basis, data, whose, how long.
    processingActivityId: `urn:uuid:${agreement.id}`,
    dataSubjectId: subject,
    dataSubjectIdType: 'koppel-pseudonym',
  }));
}

/** The same each time, so that a collector knows what it gets twice; `of` is a pseudonym, or says that it is the decision. */
const spanIdOf = (entry: string, of: string): string =>
  createHash('sha256').update(`${entry}:${of}`).digest('hex').slice(0, 16);
