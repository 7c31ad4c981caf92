import type { Indicator, MeasureKind } from '../content.schema.ts';

export type MeasureParameter = 'machine' | 'from' | 'states' | 'outOf' | 'withinMonths' | 'figure';

/** What a kind of measure needs and may have besides `by`, and in which units it is told. */
export interface MeasureRule {
  readonly required: readonly MeasureParameter[];
  readonly optional: readonly MeasureParameter[];
  readonly units: readonly Indicator['unit'][];
}

const time = ['working-days', 'days'] as const;

/** A model that leaves out what its measure needs, or gives what it does not look at, is faulty. */
export const measureRules: Readonly<Record<MeasureKind, MeasureRule>> = {
  /** How many came into one of `states`; with `outOf`, divided by how many came into one of those. */
  entered: { required: ['machine', 'states'], optional: ['outOf'], units: ['count', 'ratio'] },
  /** From first being in one of `from` to first being in one of `states`. */
  'lead-time': { required: ['machine', 'from', 'states'], optional: [], units: time },
  /** The share of steps done before their deadline, those that lead into `states` only where given. */
  'on-time': { required: ['machine'], optional: ['states'], units: ['ratio'] },
  /** Attended divided by invited. */
  participation: { required: [], optional: [], units: ['ratio'] },
  /** From question to answer. */
  'response-time': { required: [], optional: [], units: time },
  refusals: { required: [], optional: [], units: ['count'] },
  /** The sum of one figure of results; seized, ordered, collected and offset are figures of their own. */
  amount: { required: ['figure'], optional: [], units: ['euro'] },
  /** How many that reached `states` were seen again within so many months. */
  recurrence: { required: ['machine', 'states', 'withinMonths'], optional: [], units: ['count', 'ratio'] },
  /** Lessons that became a change of the model. */
  'lessons-adopted': { required: [], optional: [], units: ['count', 'ratio'] },
  /** Requests of data subjects answered in time. */
  'subject-requests': { required: [], optional: [], units: ['ratio'] },
  /** Exchanges without an agreement in force. */
  ungoverned: { required: [], optional: [], units: ['count'] },
  /** Signals, cases and items past their retention. */
  overdue: { required: [], optional: ['machine'], units: ['count'] },
};
