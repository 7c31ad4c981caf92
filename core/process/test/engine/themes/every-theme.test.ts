import { describe, expect, test } from '@jest/globals';
import {
  machineNames,
  open,
  transition,
  type Machine,
  type MachineName,
  type ReferenceModel,
  type Transition,
} from '../../../src/index.ts';
import { codeOf, decide, propose } from '../sample-model.ts';
import { completeFacts, factsWithout, personIn, type Deed } from './complete-facts.ts';
import { readAllModels } from './theme-files.ts';

const models = readAllModels();

function deedOf(model: ReferenceModel, chosen: Transition): Deed {
  const step = model.process.steps.find(({ id }) => id === chosen.step);
  const rasci = step?.rasci[step.level];
  if (step === undefined || rasci === undefined) throw new Error(`${chosen.id} has no step.`);
  return { model, chosen, step, rasci };
}

/** Every state in which every action of the model can be done. */
const allDeeds = (model: ReferenceModel) =>
  machineNames.flatMap((machine) =>
    model.machines[machine].transitions.flatMap((chosen) =>
      chosen.from.map((state) => ({ standing: { model, machine, state }, deed: deedOf(model, chosen) })),
    ),
  );

/** The shortest ways from the initial state to all others. */
function waysThrough({ initial, transitions }: Machine): Map<string, Transition[]> {
  const ways = new Map<string, Transition[]>([[initial, []]]);
  for (const [state, way] of ways) {
    for (const next of transitions.filter(({ from }) => from.includes(state))) {
      if (!ways.has(next.to)) ways.set(next.to, [...way, next]);
    }
  }
  return ways;
}

function walk(model: ReferenceModel, machine: MachineName, way: readonly Transition[]): string {
  const { initial, opening } = model.machines[machine];
  const first = deedOf(model, { ...opening, id: 'open', title: model.title, from: [], to: initial });
  const opened = open({ model, machine }, completeFacts(first));
  return way.reduce(
    (state, chosen) => {
      const outcome = transition({ model, machine, state }, decide(chosen.id), completeFacts(deedOf(model, chosen)));
      return outcome.isAllowed && outcome.event.type === 'transitioned' ? outcome.event.to : codeOf(outcome);
    },
    opened.isAllowed ? opened.event.to : opened.code,
  );
}

test('there is more than one theme, and no state of one is a state of another', () => {
  const [first = [], ...others] = models.map(({ machines: { case: machine } }) => machine.states.map(({ id }) => id));
  expect(others.length).toBeGreaterThan(0);
  for (const other of others) expect(other.filter((id) => first.includes(id))).toEqual([]);
});

describe.each(models.map((model) => ({ name: model.id, model })))('in the model $name', ({ model }) => {
  test.each(machineNames)('a %s gets into every state there is, and so to every end', (machine) => {
    const ways = waysThrough(model.machines[machine]);
    expect([...ways.keys()].toSorted()).toEqual(model.machines[machine].states.map(({ id }) => id).toSorted());
    for (const [state, way] of ways) expect(walk(model, machine, way)).toBe(state);
  });

  test('every guard of every action is looked at: without what it asks for, it and nothing else is missing', () => {
    for (const { standing, deed } of allDeeds(model)) {
      for (const guard of deed.chosen.guards) {
        const outcome = transition(standing, decide(deed.chosen.id), factsWithout(guard, deed));
        const missing = outcome.isAllowed ? [] : outcome.unmet.map((unmet) => unmet.guard);
        expect([deed.chosen.id, ...missing]).toEqual([deed.chosen.id, guard.rule]);
      }
    }
  });

  test('of all roles, only the responsible and the accountable do something, and only the accountable what is theirs', () => {
    for (const { standing, deed } of allDeeds(model).filter(({ deed: { chosen } }) => chosen.clock === undefined)) {
      const { chosen, rasci, step } = deed;
      const mayPropose = new Set([rasci.accountable, ...rasci.responsible]);
      const mayDecide = chosen.decision === 'accountable' ? new Set([rasci.accountable]) : mayPropose;
      for (const { id } of model.roles) {
        const facts = { ...completeFacts(deed), actor: personIn(id, step) };
        expect(codeOf(transition(standing, decide(chosen.id), facts)) === 'transitioned').toBe(mayDecide.has(id));
        expect(codeOf(transition(standing, propose(chosen.id), facts)) === 'proposed').toBe(mayPropose.has(id));
      }
    }
  });

  test('an action that the state does not name is refused there', () => {
    for (const machine of machineNames) {
      const { states, transitions } = model.machines[machine];
      for (const chosen of transitions) {
        for (const { id: state } of states.filter(({ id }) => !chosen.from.includes(id))) {
          const outcome = transition(
            { model, machine, state },
            decide(chosen.id),
            completeFacts(deedOf(model, chosen)),
          );
          expect(codeOf(outcome)).toBe('process.transition-refused');
        }
      }
    }
  });
});
