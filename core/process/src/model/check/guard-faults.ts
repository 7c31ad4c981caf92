import type { Fault } from '@koppel/contract';
import { guardParameters, type GuardParameter } from '../../engine/guard-parameters.ts';
import type { Guard, GuardName, Transition } from '../machine.schema.ts';
import type { MachineName } from '../parts.schema.ts';
import type { Step } from '../process.schema.ts';
import { coursesOf } from './course.ts';
import { isKnown } from './machine-references.ts';
import { faultIf, withArticle, type ModelRule } from './rule.ts';

/** Where a guard stands: at a transition, or at an opening, where nothing has come before. */
interface Place {
  readonly machine: MachineName;
  readonly step: Step | undefined;
  readonly transition?: Transition;
}

/** Rules that look at what only some things have; the rest fits everywhere. */
const fits: Partial<Record<GuardName, readonly MachineName[]>> = {
  'subject-recorded': ['signal', 'case'],
  'owner-acts': ['task', 'intervention'],
  'signals-in': ['case'],
  'interventions-in': ['case'],
  'interventions-have-results': ['case'],
  'disciplines-combined': ['case'],
  'tasks-in': ['case'],
  'case-in': ['task', 'intervention'],
  consulted: ['signal', 'case'],
};

/** Rules that look at what nobody has done, said or opened yet when something comes into being. */
const laterThanOpening: ReadonlySet<GuardName> = new Set([
  'attendance-recorded',
  'other-person',
  'interventions-in',
  'interventions-have-results',
  'disciplines-combined',
  'tasks-in',
  'result-given',
  'lessons-given',
  'consulted',
] satisfies GuardName[]);

/** Every guard can be met: it has what its rule needs, and stands where its rule has something to look at. */
export const guardFaults: ModelRule = function* (model) {
  const steps = new Map(model.process.steps.map((step) => [step.id, step]));
  const disciplines = model.disciplines.length;
  for (const {
    name: machine,
    machine: { opening },
    path,
    transitions,
  } of coursesOf(model)) {
    const place = { machine, step: steps.get(opening.step) };
    yield* listFaults(opening.guards, `${path}/opening/guards`, place);
    for (const { part, path: at } of transitions) {
      yield* listFaults(part.guards, `${at}/guards`, { machine, step: steps.get(part.step), transition: part });
      yield* disciplineFaults(part.guards, `${at}/guards`, disciplines);
    }
  }
};

function* listFaults(guards: readonly Guard[], path: string, place: Place): Generator<Fault> {
  for (const [index, guard] of guards.entries()) {
    if (!isKnown(guard.rule)) continue;
    yield* parameterFaults(guard, `${path}/${index}`);
    yield* placeFaults(guard, `${path}/${index}`, place);
  }
}

const parameters = ['statement', 'states', 'minimum'] as const satisfies GuardParameter[];

function* parameterFaults(guard: Guard, path: string): Generator<Fault> {
  const { required, optional } = guardParameters[guard.rule];
  for (const name of parameters) {
    const isGiven = guard[name] !== undefined;
    yield* faultIf(!isGiven && required.includes(name), path, `must have "${name}": ${guard.rule} needs it`);
    const isForeign = isGiven && !required.includes(name) && !optional.includes(name);
    yield* faultIf(isForeign, `${path}/${name}`, `must be left out: ${guard.rule} does not look at it`);
  }
}

function* placeFaults(guard: Guard, path: string, place: Place): Generator<Fault> {
  const { rule } = guard;
  const machines = fits[rule] ?? [place.machine];
  const isForeign = !machines.includes(place.machine);
  yield* faultIf(isForeign, path, `can only be met by ${machines.map(withArticle).join(' or ')}`);
  const isEarly = !isForeign && !place.transition && laterThanOpening.has(rule);
  yield* faultIf(isEarly, path, 'cannot be met at an opening: there is nothing yet that it looks at');
  const isUnasked = rule === 'consulted' && !isForeign && !isEarly && consultsNobody(place);
  yield* faultIf(isUnasked, path, 'cannot be: the step consults nobody');
  yield* clockFaults(guard, path, place);
  yield* statementFaults(guard, path, place);
}

function* clockFaults({ rule }: Guard, path: string, { transition }: Place): Generator<Fault> {
  const isClocks = transition?.clock !== undefined;
  yield* faultIf(rule === 'retention-over' && !isClocks, path, 'is for what the clock does');
  yield* faultIf(rule !== 'retention-over' && isClocks, path, 'must be left out: nothing holds up the clock');
}

const consultsNobody = ({ step }: Place): boolean =>
  step !== undefined && (step.rasci[step.level]?.consulted ?? []).length === 0;

function statementFaults({ rule, statement }: Guard, path: string, { transition }: Place): Fault[] {
  if (rule !== 'statement-given' || !statement) return [];
  const isDeclared = transition?.statements?.some(({ id }) => id === statement) === true;
  return faultIf(!isDeclared, `${path}/statement`, `names "${statement}", which is no statement of this transition`);
}

function* disciplineFaults(guards: readonly Guard[], path: string, disciplines: number): Generator<Fault> {
  for (const [index, { rule, minimum = 0 }] of guards.entries()) {
    const isTooMany = rule === 'disciplines-combined' && minimum > disciplines;
    yield* faultIf(isTooMany, `${path}/${index}/minimum`, 'asks for more disciplines than the model has');
  }
}
