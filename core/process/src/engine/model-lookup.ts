import type { Machine, State, Transition } from '../model/machine.schema.ts';
import type { ReferenceModel } from '../model/model.schema.ts';
import type { MachineName } from '../model/parts.schema.ts';
import type { Rasci, Step } from '../model/process.schema.ts';
import type { Standing } from './outcome.ts';

/** Names come from callers: `constructor` is no machine, and neither is what is no name at all. */
export const findMachine = (model: ReferenceModel, name: MachineName): Machine | undefined =>
  typeof name === 'string' && Object.hasOwn(model.machines, name) ? model.machines[name] : undefined;

export const findState = (machine: Machine | undefined, id: string): State | undefined =>
  machine?.states.find((state) => state.id === id);

export const findStep = (model: ReferenceModel, id: string): Step | undefined =>
  model.process.steps.find((step) => step.id === id);

/** The RASCI of a step on the level on which the step is done. */
export const rolesOf = (step: Step): Rasci | undefined => step.rasci[step.level];

/** A step together with who does what in it. */
export interface Work {
  readonly step: Step;
  readonly rasci: Rasci;
}

export function findWork(model: ReferenceModel, stepId: string): Work | undefined {
  const step = findStep(model, stepId);
  const rasci = step && rolesOf(step);
  return step && rasci && { step, rasci };
}

export const stateOf = ({ model, machine, state }: Standing): State | undefined =>
  findState(findMachine(model, machine), state);

/** What leaves the present state, the clock's included, in the order of the model. */
export const transitionsFrom = ({ model, machine, state }: Standing): Transition[] =>
  findMachine(model, machine)?.transitions.filter(({ from }) => from.includes(state)) ?? [];
