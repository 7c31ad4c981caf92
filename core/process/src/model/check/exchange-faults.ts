import type { Fault } from '@koppel/contract';
import type { Machine, State } from '../machine.schema.ts';
import type { ReferenceModel } from '../model.schema.ts';
import type { MachineName } from '../parts.schema.ts';
import type { Step } from '../process.schema.ts';
import { hasOwnRetention } from './course-faults.ts';
import { coursesOf, type Course } from './course.ts';
import { faultIf, type ModelRule } from './rule.ts';

/** Content only moves once somebody has decided so, and a step only lists questions that may be asked in it. */
export const exchangeFaults: ModelRule = function* (model) {
  const courses = coursesOf(model);
  for (const course of courses) yield* partFaults(course);
  yield* firstStateFaults(model);
  yield* needFaults(model, courses);
};

function* partFaults({ name, states }: Course): Generator<Fault> {
  for (const { part, path } of states) {
    const isOfCase = !hasOwnRetention(name) && part.exchange !== 'none';
    yield* faultIf(
      isOfCase,
      `${path}/exchange`,
      `must be none: sources are asked about a signal or a case, not about a ${name}`,
    );
  }
}

/** A case may begin with content where somebody has dealt with each of its signals before. */
function* firstStateFaults({ machines }: ReferenceModel): Generator<Fault> {
  const untouched = machines.signal.initial;
  const isBased = machines.case.opening.guards.some(
    ({ rule, minimum, states = [] }) => rule === 'signals-in' && minimum !== 0 && !states.includes(untouched),
  );
  yield* firstContentFaults('signal', machines.signal, 'must not be content: nobody has weighed this signal yet');
  if (isBased) return;
  const sentence = 'must not be content, unless the opening has the guard signals-in, with later states than the first';
  yield* firstContentFaults('case', machines.case, sentence);
}

const firstContentFaults = (name: MachineName, { initial, states }: Machine, sentence: string): Fault[] =>
  states.flatMap(({ id, exchange }, index) =>
    faultIf(id === initial && exchange === 'content', `/machines/${name}/states/${index}/exchange`, sentence),
  );

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
      const shut = states.find(({ exchange }) => exchange === 'none' || (exchange === 'match' && mode === 'content'));
      const why = `asks for ${mode}, but the step is done in the state "${shut?.id}", whose exchange is ${shut?.exchange}`;
      yield* faultIf(shut !== undefined, path, why);
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
