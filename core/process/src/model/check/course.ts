import type { Machine, State, Transition } from '../machine.schema.ts';
import type { ReferenceModel } from '../model.schema.ts';
import { machineNames, type MachineName } from '../parts.schema.ts';
import { reachedFrom, reversed, type Graph } from './graph.ts';

/** One machine of a model with what the rules on its course ask time and again. */
export interface Course {
  readonly name: MachineName;
  readonly path: string;
  readonly machine: Machine;
  readonly states: readonly Placed<State>[];
  readonly transitions: readonly Placed<Transition>[];
  readonly stateOf: ReadonlyMap<string, State>;
  /** States that can be reached from the initial one, by whomever. */
  readonly reached: ReadonlySet<string>;
  /** States that people can bring something into. */
  readonly reachedByPeople: ReadonlySet<string>;
  /** States from which people can bring something to an end. */
  readonly endsSomewhere: ReadonlySet<string>;
}

export interface Placed<Part> {
  readonly part: Part;
  readonly path: string;
}

/** Of the machines that have states and transitions; where either is missing, that is the fault. */
export const coursesOf = ({ machines }: ReferenceModel): Course[] =>
  machineNames
    .filter((name) => machines[name].states.length > 0 && machines[name].transitions.length > 0)
    .map((name) => courseOf(name, machines[name]));

function courseOf(name: MachineName, machine: Machine): Course {
  const path = `/machines/${name}`;
  const byPeople = graphOf(machine.transitions.filter(({ clock }) => clock === undefined));
  const finals = machine.states.filter(({ final }) => final === true).map(({ id }) => id);
  return {
    name,
    path,
    machine,
    states: machine.states.map((part, index) => ({ part, path: `${path}/states/${index}` })),
    transitions: machine.transitions.map((part, index) => ({ part, path: `${path}/transitions/${index}` })),
    stateOf: new Map(machine.states.map((state) => [state.id, state])),
    reached: reachedFrom(graphOf(machine.transitions), [machine.initial]),
    reachedByPeople: reachedFrom(byPeople, [machine.initial]),
    endsSomewhere: reachedFrom(reversed(byPeople), finals),
  };
}

function graphOf(transitions: readonly Transition[]): Graph {
  const graph = new Map<string, Set<string>>();
  for (const { from, to } of transitions) {
    for (const state of from) graph.set(state, (graph.get(state) ?? new Set()).add(to));
  }
  return graph;
}
