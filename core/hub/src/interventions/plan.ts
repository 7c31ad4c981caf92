import type { ReferenceModel } from '@koppel/process';
import type { Plan, PlannedBarrier } from '../platform/intervention-actions.ts';
import type { ProcessRecord } from '../platform/process/process-record.ts';

/** What can be done at every barrier of the model, and what is being done about it in this case. */
export function planOf(model: ReferenceModel, caseId: string, interventions: readonly ProcessRecord[]): Plan {
  const barriers = model.barrierModels.flatMap(({ id: barrierModel, steps }) =>
    steps.flatMap(({ id: step, barriers: own }) =>
      own.map(({ id: barrier }) => plannedAt(model, { barrierModel, step, barrier }, interventions)),
    ),
  );
  return { case: caseId, barrierModels: model.barrierModels, barriers };
}

function plannedAt(
  model: ReferenceModel,
  place: Pick<PlannedBarrier, 'barrierModel' | 'step' | 'barrier'>,
  interventions: readonly ProcessRecord[],
): PlannedBarrier {
  const available = model.interventions.filter(
    ({ barrierModel, barrierStep, barrier }) =>
      barrierModel === place.barrierModel && barrierStep === place.step && barrier === place.barrier,
  );
  const types = new Set(available.map(({ id }) => id));
  const planned = interventions.flatMap(({ id, owner, state, content }) => {
    const type = content?.['type'];
    return typeof type === 'string' && types.has(type) ? [{ id, type, owner: owner ?? '', state }] : [];
  });
  return { ...place, available, interventions: planned };
}
