import type { Fault } from '@koppel/contract';
import type { MachineName } from '../parts.schema.ts';
import { coursesOf, type Course } from './course.ts';
import { faultIf, type ModelRule } from './rule.ts';

/** Every state can be reached, everything comes to an end, and what has ended does not go on. */
export const courseFaults: ModelRule = function* (model) {
  for (const course of coursesOf(model)) {
    // Without a beginning that exists there is nothing to follow; the reference has been told.
    if (course.stateOf.has(course.machine.initial)) yield* stateFaults(course);
    yield* finalFaults(course);
  }
};

function* stateFaults({ states, machine, reached, endsSomewhere }: Course): Generator<Fault> {
  for (const { part, path } of states) {
    const isReached = reached.has(part.id);
    yield* faultIf(!isReached, path, `cannot be reached from the initial state "${machine.initial}"`);
    yield* faultIf(
      isReached && !endsSomewhere.has(part.id),
      path,
      'leads to no final state: what gets here never comes to an end',
    );
  }
}

function* finalFaults({ transitions, stateOf }: Course): Generator<Fault> {
  for (const { part, path } of transitions) {
    if (part.clock !== undefined) continue;
    for (const [index, from] of part.from.entries()) {
      yield* faultIf(
        stateOf.get(from)?.final === true,
        `${path}/from/${index}`,
        `leaves the final state "${from}", after which only the clock acts`,
      );
    }
  }
}

/** A task or an intervention is part of a case and goes with it. */
export const hasOwnRetention = (name: MachineName): boolean => name === 'signal' || name === 'case';
