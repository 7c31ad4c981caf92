import type { GuardName } from '../model/machine.schema.ts';
import type { MachineName } from '../model/parts.schema.ts';

export type GuardParameter = 'statement' | 'states' | 'minimum';

/** Which parameters a rule takes; a model that gives another, or leaves out a required one, is faulty. */
export interface GuardParameters {
  readonly required: readonly GuardParameter[];
  readonly optional: readonly GuardParameter[];
  /** The machine whose states `states` names. */
  readonly statesOf?: MachineName;
}

const none: GuardParameters = { required: [], optional: [] };
const counted: GuardParameters = { required: [], optional: ['minimum'] };
const partsOf = (statesOf: MachineName): GuardParameters => ({ required: ['states'], optional: ['minimum'], statesOf });

/** What a model must and may say with each rule; the model checker and the engine read the same table. */
export const guardParameters: Readonly<Record<GuardName, GuardParameters>> = {
  'statement-given': { required: ['statement'], optional: [] },
  'subject-recorded': counted,
  'attendance-recorded': none,
  'other-person': none,
  'owner-acts': none,
  'signals-in': partsOf('signal'),
  'interventions-in': partsOf('intervention'),
  'tasks-in': partsOf('task'),
  'case-in': { required: ['states'], optional: [], statesOf: 'case' },
  /** `states` exempts: an intervention in one of them owes no result (withdrawn, for example). */
  'interventions-have-results': { required: [], optional: ['states'], statesOf: 'intervention' },
  /** With `states`, only interventions in one of them count. */
  'disciplines-combined': { required: ['minimum'], optional: ['states'], statesOf: 'intervention' },
  'result-given': none,
  'lessons-given': counted,
  consulted: none,
  'retention-over': none,
};
