import type { Fault } from '@koppel/contract';
import { faultIf } from '../check/rule.ts';
import type { State } from '../machine.schema.ts';
import type { ReferenceModel } from '../model.schema.ts';
import type { MachineName } from '../parts.schema.ts';

/** Something of a running case: the case, one of its signals, tasks or interventions, and the state that it is in. */
export interface Mover {
  readonly machine: MachineName;
  readonly state: string;
}

/** What becomes of a state when a running case moves to another version of the model. */
export interface Movability extends Mover {
  /** The state that it keeps; null where the other version has no such state, so that a person must name one. */
  readonly target: string | null;
  /** The states that may be named instead: none that only the clock leads to, those of the same phase first. */
  readonly candidates: readonly string[];
}

/** For each part of a running case: whether its state exists in the other version, and which may be named instead. */
export function movability(from: ReferenceModel, to: ReferenceModel, movers: readonly Mover[]): Movability[] {
  return movers.map(({ machine, state }) => {
    const phase = from.machines[machine].states.find(({ id }) => id === state)?.phase;
    const exists = to.machines[machine].states.some(({ id }) => id === state);
    return { machine, state, target: exists ? state : null, candidates: exists ? [] : candidates(to, machine, phase) };
  });
}

function candidates({ machines }: ReferenceModel, machine: MachineName, phase: string | undefined): string[] {
  const { states, transitions } = machines[machine];
  const ofClock = new Set(transitions.filter(({ clock }) => clock !== undefined).map(({ to }) => to));
  const isNear = (state: State) => (state.phase === phase ? 0 : 1);
  return states
    .filter(({ id }) => !ofClock.has(id))
    .toSorted((one, other) => isNear(one) - isNear(other))
    .map(({ id }) => id);
}

/** A state of the present version and the state of the other version that takes its place. */
export interface Move extends Mover {
  readonly to: string;
}

/** What keeps a case from moving like this: a part left behind, or a state that cannot be named; paths into `moves`. */
export function moveFaults(needed: readonly Movability[], moves: readonly Move[]): Fault[] {
  const key = ({ machine, state }: Mover) => `${machine}/${state}`;
  const known = new Map(needed.map((part) => [key(part), part]));
  const named = new Set(moves.map(key));
  const left = needed.filter((part) => part.target === null && !named.has(key(part)));
  return [
    ...left.map(({ machine, state }) => ({
      path: '/moves',
      message: `must name a state for the ${machine} state "${state}", which the other version does not have`,
    })),
    ...moves.flatMap((move, index) => {
      const part = known.get(key(move));
      const isAllowed = part !== undefined && (part.target === move.to || part.candidates.includes(move.to));
      const isRepeated = moves.findIndex((other) => key(other) === key(move)) !== index;
      return [
        ...faultIf(!isAllowed, `/moves/${index}`, 'must name one of the states that may be named'),
        ...faultIf(isRepeated, `/moves/${index}`, 'names the same state as a move before it'),
      ];
    }),
  ];
}
