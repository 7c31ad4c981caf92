import type { Machine, Transition } from '@koppel/process';

/** What people can do, as the model has it: the clock's transitions go by themselves. */
export const byPeople = ({ transitions }: Machine): Transition[] =>
  transitions.filter(({ clock }) => clock === undefined);

/** The shortest way from a state to one of others; undefined when there is none. */
export function wayTo(machine: Machine, from: string, goals: readonly string[]): readonly Transition[] | undefined {
  const ways = new Map<string, readonly Transition[]>([[from, []]]);
  for (const [state, way] of ways) {
    if (goals.includes(state)) return way;
    for (const transition of byPeople(machine)) {
      if (transition.from.includes(state) && !ways.has(transition.to)) ways.set(transition.to, [...way, transition]);
    }
  }
  return undefined;
}

/** The longest way that passes no state twice and ends where nothing follows: the whole of the process, and no short cut. */
export function wholeWay(machine: Machine, way: readonly Transition[] = []): readonly Transition[] {
  const state = way.at(-1)?.to ?? machine.initial;
  const passed = new Set([machine.initial, ...way.map(({ to }) => to)]);
  const onward = byPeople(machine).filter(({ from, to }) => from.includes(state) && !passed.has(to));
  const ways = onward.map((transition) => wholeWay(machine, [...way, transition]));
  const isEnd = machine.states.find(({ id }) => id === state)?.final === true;
  const [longest = isEnd ? way : []] = ways.toSorted((one, other) => other.length - one.length);
  return longest;
}
