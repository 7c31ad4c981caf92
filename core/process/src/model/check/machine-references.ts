import { guardParameters } from '../../engine/guard-parameters.ts';
import type { Guard, Machine } from '../machine.schema.ts';
import type { ReferenceModel } from '../model.schema.ts';
import { machineNames, type MachineName } from '../parts.schema.ts';
import { many, one, type Reference } from './reference.ts';

/** What the courses of signal, case, task and intervention name: phases, states and steps. */
export function* machineReferences({ machines }: ReferenceModel): Generator<Reference> {
  for (const name of machineNames) yield* referencesOf(name, machines[name]);
}

function* referencesOf(name: MachineName, machine: Machine): Generator<Reference> {
  const path = `/machines/${name}`;
  const state = `${name} state` as const;
  yield* one(state, `${path}/initial`, machine.initial);
  yield* one('step', `${path}/opening/step`, machine.opening.step);
  yield* guardReferences(machine.opening.guards, `${path}/opening/guards`);
  for (const [index, { phase }] of machine.states.entries())
    yield* one('phase', `${path}/states/${index}/phase`, phase);
  for (const [index, { from, to, step, guards }] of machine.transitions.entries()) {
    const at = `${path}/transitions/${index}`;
    yield* many(state, `${at}/from`, from);
    yield* one(state, `${at}/to`, to);
    yield* one('step', `${at}/step`, step);
    yield* guardReferences(guards, `${at}/guards`);
  }
}

function* guardReferences(guards: readonly Guard[], path: string): Generator<Reference> {
  for (const [index, { rule, states }] of guards.entries()) {
    const statesOf = isKnown(rule) ? guardParameters[rule].statesOf : undefined;
    if (statesOf !== undefined) yield* many(`${statesOf} state`, `${path}/${index}/states`, states);
  }
}

/** A rule that no table knows has been told as a fault of the shape. */
export const isKnown = (rule: string): rule is Guard['rule'] => Object.hasOwn(guardParameters, rule);
