import { KoppelError, type AgreementRecord, type Fault } from '@koppel/contract';
import { stepsFrom, type Actor, type Capacity, type InformationNeed, type Rasci, type Standing } from '@koppel/process';
import { findRoleIn } from '../../platform/process/contributing.ts';
import type { InformationRequestDraft } from '../../platform/information-request.schema.ts';

/** What somebody may ask now, and as what. */
export interface Asking {
  readonly need: InformationNeed;
  readonly step: string;
  readonly capacity: Capacity;
}

/** Whoever asks, and whose the task or intervention is for which they do; absent for the signal or case itself. */
export interface Asker {
  readonly actor: Actor;
  readonly owner?: string | null;
}

/**
 * The need that somebody asks for, when a step that can be done now lists it and they are R, A or S of that step. Only
 * the owner's people are responsible for work that a partner owns.
 *
 * @throws KoppelError `request.invalid` for a need that the model does not know, `process.…` when it is not to be asked now.
 */
export function requireAsking(standing: Standing, { actor, owner }: Asker, name: string): Asking {
  const need = standing.model.informationNeeds.find(({ id }) => id === name);
  if (!need) throw invalid([{ path: '/body/need', message: 'is not an information need of the reference model' }]);
  const steps = stepsFrom(standing).filter(({ needs = [] }) => needs.includes(name));
  if (steps.length === 0)
    throw new KoppelError('process.transition-refused', 'No step that is open now asks for this.');
  const isOwner = typeof owner !== 'string' || owner === actor.oin;
  for (const step of steps) {
    const capacity = findRoleIn([step], actor, isOwner ? contributors : helpers);
    if (capacity) return { need, step: step.id, capacity };
  }
  throw new KoppelError('process.role-missing');
}

const contributors = ({ accountable, responsible, supports }: Rasci): string[] => [
  accountable,
  ...responsible,
  ...supports,
];

const helpers = ({ accountable, supports }: Rasci): string[] => [accountable, ...supports];

/** Holds an agreement against what the model says is needed. @throws KoppelError `request.invalid` with every difference. */
export function requireFit(
  { agreement }: AgreementRecord,
  need: InformationNeed,
  { collaboration, draft }: { collaboration: string; draft: InformationRequestDraft },
): void {
  const { subjectRole } = draft;
  const faults = [
    ...told(agreement.collaboration === collaboration, 'is of another collaboration'),
    ...told(agreement.operation === need.operation, `must be about ${need.operation}`),
    ...told(agreement.operationVersion === need.operationVersion, `must be about version ${need.operationVersion}`),
    ...told(agreement.mode === need.mode, `must be for a ${need.mode}`),
    ...told(agreement.purpose.code === need.purpose, `must be for the purpose ${need.purpose}`),
    ...(subjectRole === undefined || need.subjectRoles.includes(subjectRole)
      ? []
      : [{ path: '/body/subjectRole', message: 'is not a role about which the need asks' }]),
  ];
  if (faults.length > 0) throw invalid(faults);
}

const told = (holds: boolean, message: string): Fault[] => (holds ? [] : [{ path: '/body/agreement', message }]);

const invalid = (faults: readonly Fault[]): KoppelError =>
  new KoppelError('request.invalid', undefined, { details: { faults: [...faults] } });
