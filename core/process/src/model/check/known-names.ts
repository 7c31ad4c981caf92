import type { ReferenceModel } from '../model.schema.ts';

/** What something in a model can point at; barriers and their steps go by the names of what they are in, too. */
export type Kind =
  | 'phase'
  | 'step'
  | 'role'
  | 'organisation type'
  | 'discipline'
  | 'concept'
  | 'level'
  | 'information need'
  | 'sub-process'
  | 'indicator'
  | 'barrier model'
  | 'barrier step'
  | 'barrier'
  | 'signal state'
  | 'case state'
  | 'task state'
  | 'intervention state';

export type KnownNames = Readonly<Record<Kind, ReadonlySet<string>>>;

type Named = readonly { readonly id: string }[];
const idsOf = (list: Named): Set<string> => new Set(list.map(({ id }) => id));

export function knownNames(model: ReferenceModel): KnownNames {
  const { process, machines } = model;
  return {
    phase: idsOf(process.phases),
    step: idsOf(process.steps),
    role: idsOf(model.roles),
    'organisation type': idsOf(model.organisationTypes),
    discipline: idsOf(model.disciplines),
    concept: idsOf(model.vocabulary.concepts),
    level: new Set(model.levels.map(({ level }) => level)),
    'information need': idsOf(model.informationNeeds),
    'sub-process': idsOf(process.subProcesses),
    indicator: idsOf(model.indicators),
    ...barrierNames(model),
    'signal state': idsOf(machines.signal.states),
    'case state': idsOf(machines.case.states),
    'task state': idsOf(machines.task.states),
    'intervention state': idsOf(machines.intervention.states),
  };
}

function barrierNames({
  barrierModels,
}: ReferenceModel): Pick<KnownNames, 'barrier model' | 'barrier step' | 'barrier'> {
  const steps = barrierModels.flatMap((model) => model.steps.map((step) => ({ step, name: `${model.id}/${step.id}` })));
  return {
    'barrier model': idsOf(barrierModels),
    'barrier step': new Set(steps.map(({ name }) => name)),
    barrier: new Set(steps.flatMap(({ step, name }) => step.barriers.map(({ id }) => `${name}/${id}`))),
  };
}
