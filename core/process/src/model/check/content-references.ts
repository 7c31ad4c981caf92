import type { InterventionType } from '../content.schema.ts';
import type { ReferenceModel } from '../model.schema.ts';
import { many, one, type Reference } from './reference.ts';

/** What words, barriers, interventions, indicators and goals name. */
export function* contentReferences(model: ReferenceModel): Generator<Reference> {
  for (const [index, { broader, related }] of model.vocabulary.concepts.entries()) {
    yield* many('concept', `/vocabulary/concepts/${index}/broader`, broader);
    yield* many('concept', `/vocabulary/concepts/${index}/related`, related);
  }
  yield* barrierReferences(model);
  for (const [index, intervention] of model.interventions.entries()) {
    yield* interventionReferences(intervention, `/interventions/${index}`);
  }
  yield* indicatorReferences(model);
  for (const [index, { indicator, owner }] of model.goals.entries()) {
    yield* one('indicator', `/goals/${index}/indicator`, indicator);
    yield* one('role', `/goals/${index}/owner`, owner);
  }
}

function* barrierReferences({ barrierModels }: ReferenceModel): Generator<Reference> {
  for (const [index, { steps }] of barrierModels.entries()) {
    for (const [at, { partners }] of steps.entries()) {
      yield* many('organisation type', `/barrierModels/${index}/steps/${at}/partners`, partners);
    }
  }
}

const interventionReferences = (intervention: InterventionType, path: string): Reference[] => {
  const { barrierModel, barrierStep, barrier, discipline, ownerType } = intervention;
  return [
    ...one('barrier model', `${path}/barrierModel`, barrierModel),
    ...one('barrier step', `${path}/barrierStep`, barrierStep && `${barrierModel}/${barrierStep}`),
    ...one('barrier', `${path}/barrier`, barrier && `${barrierModel}/${barrierStep}/${barrier}`),
    ...one('discipline', `${path}/discipline`, discipline),
    ...one('organisation type', `${path}/ownerType`, ownerType),
  ];
};

function* indicatorReferences({ indicators }: ReferenceModel): Generator<Reference> {
  for (const [index, { measure }] of indicators.entries()) {
    const { machine } = measure;
    if (!machine) continue;
    const path = `/indicators/${index}/measure`;
    yield* many(`${machine} state`, `${path}/from`, measure.from);
    yield* many(`${machine} state`, `${path}/states`, measure.states);
    yield* many(`${machine} state`, `${path}/outOf`, measure.outOf);
  }
}
