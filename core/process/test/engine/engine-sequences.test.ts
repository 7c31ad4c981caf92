import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  machineNames,
  stateAfter,
  transition,
  type Facts,
  type Machine,
  type MachineName,
  type ReferenceModel,
  type Standing,
  type Transitioned,
} from '../../src/index.ts';
import { seeded, type Dice } from './random/dice.ts';
import { expectedOf } from './random/oracle.ts';
import { attemptAt, type Attempt } from './random/random-attempt.ts';
import { randomModel } from './random/random-model.ts';

type Person = Pick<Facts, 'previousPerson' | 'previousOin'>;

/** What the oracle believes about the thing that people work on. */
interface Belief {
  state: string;
  changes: number;
}

interface Change {
  readonly event: Transitioned;
  /** Null when the clock acted. */
  readonly by: Person | null;
  /** The first of four eyes, for what was done then. */
  readonly before: Person;
}

/** What a hub would keep: who did and proposed what, and nothing about the state. */
interface Course {
  readonly model: ReferenceModel;
  readonly name: MachineName;
  readonly machine: Machine;
  readonly changes: Change[];
  /** Who proposed an action since the last change. */
  readonly proposers: Map<string, Person>;
}

/** Whoever proposed this very action, or else made the last change. */
const personBefore = ({ changes, proposers }: Course, action: string): Person =>
  proposers.get(action) ?? changes.at(-1)?.by ?? {};

const recordedState = ({ machine, changes }: Course): string | undefined =>
  stateAfter(
    machine,
    changes.map(({ event }) => event),
  );

/** Somebody tries something that the present state allows; the attempts are there for every action, made beforehand. */
class Try implements fc.Command<Belief, Course> {
  readonly #attempts: readonly Attempt[];
  readonly #choice: number;

  constructor(attempts: readonly Attempt[], choice: number) {
    this.#attempts = attempts;
    this.#choice = choice;
  }

  check(): boolean {
    return true;
  }

  run(belief: Belief, course: Course): void {
    const attempt = this.#attemptNow(belief.state, course);
    const target = /^to (\S+) by /.exec(expectedOf(attempt))?.[1];
    belief.state = target ?? belief.state;
    belief.changes += target === undefined ? 0 : 1;
    keep(course, attempt);
    expect(course.changes).toHaveLength(belief.changes);
    expect(recordedState(course)).toBe(belief.state);
  }

  /** Who acted before comes from the record, never from chance. */
  #attemptNow(state: string, course: Course): Attempt {
    const { model, name, machine } = course;
    const standing: Standing = { model, machine: name, state };
    const possible = machine.transitions.filter(({ from }) => from.includes(state)).map(({ id }) => id);
    const candidates = this.#attempts.filter(({ action }) => possible.length === 0 || possible.includes(action.name));
    const attempt = candidates[this.#choice % candidates.length];
    if (attempt === undefined) throw new Error('There is always something to try.');
    const { previousPerson: _person, previousOin: _oin, ...facts } = attempt.facts;
    return { ...attempt, standing, facts: { ...facts, ...personBefore(course, attempt.action.name) } };
  }

  toString(): string {
    return `try ${this.#choice}`;
  }
}

/** Records what the engine allows, as a hub does: refusals leave no trace, a proposal leaves its proposer. */
function keep(course: Course, { standing, action, facts }: Attempt): void {
  const outcome = transition(standing, action, facts);
  if (!outcome.isAllowed) return;
  const by = facts.actor && { previousPerson: facts.actor.person, previousOin: facts.actor.oin };
  const { event } = outcome;
  if (event.type === 'transitioned') {
    course.changes.push({ event, by, before: personBefore(course, action.name) });
    course.proposers.clear();
  } else if (by) course.proposers.set(action.name, by);
}

function randomTries({ model, name }: Pick<Course, 'model' | 'name'>) {
  const tryOf = (dice: Dice): Try => {
    const attempts = model.machines[name].transitions.map(({ id, from: [state = ''] }) =>
      attemptAt({ model, machine: name, state }, id, dice),
    );
    return new Try(attempts, dice.upTo(1000));
  };
  return fc.commands([seeded(tryOf)], { maxCommands: 40, size: 'max' });
}

const courses = fc
  .tuple(randomModel, fc.constantFrom(...machineNames))
  .chain(([model, name]) => fc.tuple(fc.constant({ model, name }), randomTries({ model, name })));

/** Where somebody else is asked for, it was somebody else than whoever proposed it or acted before. */
function expectFourEyes({ machine, changes }: Course): void {
  for (const { event, by, before } of changes) {
    const chosen = machine.transitions.find(({ id }) => id === event.action);
    if (!chosen?.guards.some(({ rule }) => rule === 'other-person')) continue;
    expect(before.previousPerson).toBeDefined();
    expect(by).not.toEqual(before);
  }
}

test('whatever people try, in whatever order, the record tells one state, and only decisions of people or the clock are in it', () => {
  let changes = 0;
  fc.assert(
    fc.property(courses, ([{ model, name }, tries]) => {
      const machine = model.machines[name];
      const course: Course = { model, name, machine, changes: [], proposers: new Map() };
      fc.modelRun(() => ({ model: { state: machine.initial, changes: 0 }, real: course }), tries);
      changes += course.changes.length;
      for (const { event, by } of course.changes) {
        const isClock = machine.transitions.some(({ id, clock }) => id === event.action && clock !== undefined);
        expect([by === null, event.capacity === null]).toEqual([isClock, isClock]);
      }
      expectFourEyes(course);
    }),
    { numRuns: 100 },
  );
  // About 220: sequences in which nothing happens would prove nothing.
  expect(changes).toBeGreaterThan(100);
});
