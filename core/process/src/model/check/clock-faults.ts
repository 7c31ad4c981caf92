import type { Fault } from '@koppel/contract';
import { hasOwnRetention } from './course-faults.ts';
import { coursesOf, type Course } from './course.ts';
import { faultIf, type ModelRule } from './rule.ts';

/**
 * Retention runs from the first day and always ends: whatever state people bring a signal or a case into, the clock can
 * lock it and then destroy it, and nothing but the clock does so.
 */
export const clockFaults: ModelRule = function* (model) {
  for (const course of coursesOf(model)) {
    if (!hasOwnRetention(course.name)) {
      yield* partFaults(course);
      continue;
    }
    yield* workedOnFaults(course);
    yield* lockFaults(course);
    yield* destroyFaults(course);
    yield* keptFaults(course);
    yield* transitionFaults(course);
  }
};

const ofCase = 'belongs to a case and is kept as long as the case';

function* partFaults({ states, transitions }: Course): Generator<Fault> {
  for (const { part, path } of states) yield* faultIf(part.retention !== undefined, `${path}/retention`, ofCase);
  for (const { part, path } of transitions) yield* faultIf(part.clock !== undefined, `${path}/clock`, ofCase);
}

/** As long as people work on something, its clock runs and is not over. */
function* workedOnFaults({ states, machine }: Course): Generator<Fault> {
  for (const { part, path } of states) {
    const isOpen = part.id === machine.initial && part.retention === undefined;
    yield* faultIf(isOpen, path, 'must have a retention: the clock runs from the first day');
    const isOverAtOnce = part.retention?.days === 0 && part.final !== true;
    yield* faultIf(
      isOverAtOnce,
      `${path}/retention/days`,
      'must be at least 1: here people still have something to do',
    );
  }
}

const clockFrom = ({ transitions }: Course, clock: 'lock' | 'destroy', state: string): number =>
  transitions.filter(({ part }) => part.clock === clock && part.from.includes(state)).length;

const targetsOf = ({ transitions }: Course, clock: 'lock' | 'destroy'): Set<string> =>
  new Set(transitions.filter(({ part }) => part.clock === clock).map(({ part }) => part.to));

function* lockFaults(course: Course): Generator<Fault> {
  for (const { part, path } of course.states) {
    const isOpen = course.reachedByPeople.has(part.id) && clockFrom(course, 'lock', part.id) !== 1;
    yield* faultIf(
      isOpen,
      path,
      'must be left by exactly one transition with clock "lock": its retention ends one day',
    );
  }
}

function* destroyFaults(course: Course): Generator<Fault> {
  const locked = targetsOf(course, 'lock');
  const destroyed = targetsOf(course, 'destroy');
  for (const { part, path } of course.states) {
    const isKeptForever = locked.has(part.id) && clockFrom(course, 'destroy', part.id) !== 1;
    yield* faultIf(isKeptForever, path, 'must be left by exactly one transition with clock "destroy": it is locked');
    const goesOn = destroyed.has(part.id) && course.transitions.some(({ part: { from } }) => from.includes(part.id));
    yield* faultIf(goesOn, path, 'must be left by no transition: what was in it is destroyed');
  }
}

/** What the clock has ended is final, answers nothing, and starts no clock anew. */
function* keptFaults(course: Course): Generator<Fault> {
  const ended = new Set([...targetsOf(course, 'lock'), ...targetsOf(course, 'destroy')]);
  for (const { part, path } of course.states) {
    if (!ended.has(part.id)) continue;
    yield* faultIf(part.final !== true, path, 'must be final: only the clock leads here');
    yield* faultIf(part.exchange !== 'none', `${path}/exchange`, 'must be none: nothing is asked about what is locked');
    yield* faultIf(part.retention !== undefined, `${path}/retention`, 'must be left out: the clock that ran goes on');
  }
}

function* transitionFaults(course: Course): Generator<Fault> {
  const locked = targetsOf(course, 'lock');
  const ended = new Set([...locked, ...targetsOf(course, 'destroy')]);
  for (const { part, path } of course.transitions) {
    if (part.clock === undefined) {
      yield* faultIf(ended.has(part.to), `${path}/to`, `only the clock leads to "${part.to}"`);
      continue;
    }
    const isDecided = part.decision !== undefined || (part.statements ?? []).length > 0;
    yield* faultIf(isDecided, path, 'must have no decision and no statements: the clock acts, and nobody else');
    const isEarly = part.clock === 'destroy' && part.from.some((state) => !locked.has(state));
    yield* faultIf(isEarly, `${path}/from`, 'must name states that a transition with clock "lock" leads to');
    const isLate = part.clock === 'lock' && part.from.some((state) => ended.has(state));
    yield* faultIf(isLate, `${path}/from`, 'must name no state that the clock has led to already');
  }
}
