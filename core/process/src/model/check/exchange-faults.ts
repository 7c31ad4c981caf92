import type { Fault } from '@koppel/contract';
import type { State } from '../machine.schema.ts';
import type { ReferenceModel } from '../model.schema.ts';
import type { Step } from '../process.schema.ts';
import { hasOwnRetention } from './course-faults.ts';
import { coursesOf, type Course } from './course.ts';
import { faultIf, type ModelRule } from './rule.ts';

/** Content only moves once somebody has decided so, and a step only lists questions that may be asked in it. */
export const exchangeFaults: ModelRule = function* (model) {
  const courses = coursesOf(model);
  for (const course of courses) yield* courseExchangeFaults(course);
  yield* needFaults(model, courses);
};

function* courseExchangeFaults({ name, machine, states }: Course): Generator<Fault> {
  for (const { part, path } of states) {
    const at = `${path}/exchange`;
    const isFirstContent = part.id === machine.initial && part.exchange === 'content';
    yield* faultIf(name === 'signal' && isFirstContent, at, 'must not be content: nobody has weighed this signal yet');
    const isBased = machine.opening.guards.some(({ rule, minimum }) => rule === 'signals-in' && minimum !== 0);
    yield* faultIf(
      name === 'case' && isFirstContent && !isBased,
      at,
      'must not be content, unless the opening has the guard signals-in',
    );
    const isOfCase = !hasOwnRetention(name) && part.exchange !== 'none';
    yield* faultIf(isOfCase, at, `must be none: sources are asked about a signal or a case, not about a ${name}`);
  }
}

function* needFaults({ process, informationNeeds }: ReferenceModel, courses: readonly Course[]): Generator<Fault> {
  const modes = new Map(informationNeeds.map(({ id, mode }) => [id, mode]));
  for (const [index, step] of process.steps.entries()) {
    if (step.needs === undefined) continue;
    const states = statesDuring(step, courses);
    for (const [at, need] of step.needs.entries()) {
      const mode = modes.get(need);
      if (mode === undefined) continue;
      const path = `/process/steps/${index}/needs/${at}`;
      const isOpening = states.length === 0 && courses.some(({ machine }) => machine.opening.step === step.id);
      yield* faultIf(isOpening, path, 'cannot be asked: nothing is there yet when this step is done');
      const isShut = states.some(({ exchange }) => exchange === 'none' || (exchange === 'match' && mode === 'content'));
      yield* faultIf(isShut, path, `asks for ${mode} in a step that is done in a state which does not allow it`);
    }
  }
}

/** The states in which a step is done; work on a task or an intervention is done in the states that its case has in that phase. */
function statesDuring(step: Step, courses: readonly Course[]): State[] {
  const isPart = !hasOwnRetention(step.subject);
  const course = courses.find(({ name }) => name === (isPart ? 'case' : step.subject));
  if (course === undefined) return [];
  if (isPart) return course.machine.states.filter(({ phase, final }) => phase === step.phase && final !== true);
  const transitions = course.machine.transitions.filter((transition) => transition.step === step.id);
  const from = new Set(transitions.flatMap((transition) => transition.from));
  return course.machine.states.filter(({ id }) => from.has(id));
}
