import type { Fault } from '@koppel/contract';
import type { ReferenceModel } from '../model.schema.ts';
import { machineNames } from '../parts.schema.ts';
import type { Step } from '../process.schema.ts';
import { coursesOf, type Course } from './course.ts';
import { faultIf, type ModelRule } from './rule.ts';

/** A transition or opening that is done in a step, and the phases that it touches. */
interface Use {
  readonly step: string;
  readonly path: string;
  readonly subject: Step['subject'];
  readonly phases: readonly (string | undefined)[];
  /** False where no state from which it leads can be reached. */
  readonly isPossible: boolean;
}

/** Every step is done somewhere, to what it is about, in its own phase. */
export const stepUseFaults: ModelRule = function* (model) {
  const courses = coursesOf(model);
  const uses = courses.flatMap(usesOf);
  const { steps, phases } = model.process;
  const known = new Map(steps.map((step) => [step.id, step]));
  const places = new Set(phases.map(({ id }) => id));
  for (const use of uses) yield* fitFaults(use, known.get(use.step), places);
  if (courses.length === machineNames.length) {
    yield* undoneFaults(model, uses);
    yield* taskFaults(model);
  }
  if (steps.length > 0) yield* unaskedFaults(model);
};

function usesOf({ name, path, machine, transitions, stateOf, reached }: Course): Use[] {
  const hasBeginning = stateOf.has(machine.initial);
  const phaseOf = (state: string) => stateOf.get(state)?.phase;
  const opening: Use = {
    step: machine.opening.step,
    path: `${path}/opening/step`,
    subject: name,
    phases: [phaseOf(machine.initial)],
    isPossible: true,
  };
  const others = transitions.map(({ part, path: at }) => ({
    step: part.step,
    path: `${at}/step`,
    subject: name,
    phases: [...part.from, part.to].map(phaseOf),
    isPossible: !hasBeginning || part.from.some((state) => reached.has(state)),
  }));
  return [opening, ...others];
}

function* fitFaults(
  { path, subject, phases }: Use,
  step: Step | undefined,
  places: ReadonlySet<string>,
): Generator<Fault> {
  if (step === undefined) return;
  const isForeign = Boolean(step.subject) && step.subject !== subject;
  yield* faultIf(isForeign, path, `names the step "${step.id}", whose subject is ${step.subject}`);
  const isJudged = !isForeign && places.has(step.phase) && !phases.includes(undefined);
  yield* faultIf(
    isJudged && !phases.includes(step.phase),
    path,
    `names the step "${step.id}" of the phase "${step.phase}", in which none of its states is`,
  );
}

/** Nothing can be done in a step that nothing leads to, and nothing is ever in a phase without a state. */
function* undoneFaults({ process, machines }: ReferenceModel, uses: readonly Use[]): Generator<Fault> {
  const states = Object.values(machines).flatMap((machine) => machine.states);
  yield* unused(process.steps, {
    path: '/process/steps',
    used: new Set(uses.filter(({ isPossible }) => isPossible).map(({ step }) => step)),
    why: 'is never done: nothing that can happen is done in it',
  });
  yield* unused(process.phases, {
    path: '/process/phases',
    used: new Set(states.map(({ phase }) => phase)),
    why: 'is never there: no state is in it',
  });
}

/** Tasks belong to a case, and come once people can do the step: not with its opening, and not with what the clock does. */
function* taskFaults({ process: { steps }, machines }: ReferenceModel): Generator<Fault> {
  const transitions = machines.case.transitions.filter(({ clock }) => clock === undefined);
  const doneByPeople = new Set(transitions.map(({ step }) => step));
  for (const [index, { id, subProcess }] of steps.entries()) {
    yield* faultIf(
      subProcess !== undefined && !doneByPeople.has(id),
      `/process/steps/${index}/subProcess`,
      'must be left out: tasks only come with a step that people do to a case once it is there',
    );
  }
}

function* unaskedFaults({ process: { steps, subProcesses }, informationNeeds }: ReferenceModel): Generator<Fault> {
  const nested = subProcesses.flatMap(({ tasks }) => tasks.map(({ subProcess }) => subProcess));
  yield* unused(informationNeeds, {
    path: '/informationNeeds',
    used: new Set(steps.flatMap(({ needs = [] }) => needs)),
    why: 'is never asked: no step lists it under "needs"',
  });
  yield* unused(subProcesses, {
    path: '/process/subProcesses',
    used: new Set([...steps.map(({ subProcess }) => subProcess), ...nested]),
    why: 'is never done: no step and no task names it',
  });
}

interface Usage {
  readonly path: string;
  readonly used: ReadonlySet<string | undefined>;
  readonly why: string;
}

const unused = (list: readonly { readonly id: string }[], { path, used, why }: Usage): Fault[] =>
  list.flatMap(({ id }, index) => faultIf(id !== '' && !used.has(id), `${path}/${index}`, why));
