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
  /** The states that may be named instead; with none, and no target either, there is no way to the other version. */
  readonly candidates: readonly string[];
}

/**
 * For each part of a running case: whether its state exists in the other version, and which may be named instead. Only
 * a state of the same phase may, and an ended part only ends otherwise: a move is nobody's way around the guards of the
 * transitions that lead to another phase, or to an end. The clock's states are nobody's to name.
 */
export function movability(from: ReferenceModel, to: ReferenceModel, movers: readonly Mover[]): Movability[] {
  return movers.map(({ machine, state }) => {
    const states = statesOfPeople(to, machine);
    if (states.some(({ id }) => id === state)) return { machine, state, target: state, candidates: [] };
    const gone = from.machines[machine].states.find(({ id }) => id === state);
    const candidates = states.filter((other) => gone !== undefined && isAlike(other, gone)).map(({ id }) => id);
    return { machine, state, target: null, candidates };
  });
}

function statesOfPeople({ machines }: ReferenceModel, machine: MachineName): readonly State[] {
  const { states, transitions } = machines[machine];
  const ofClock = new Set(transitions.filter(({ clock }) => clock !== undefined).map(({ to }) => to));
  return states.filter(({ id }) => !ofClock.has(id));
}

const isAlike = (one: State, other: State): boolean =>
  one.phase === other.phase && (one.final ?? false) === (other.final ?? false);

/** The parts for which the other version has neither their state nor one that may take its place: the case stays where it is. */
export const stranded = (needed: readonly Movability[]): Movability[] =>
  needed.filter(({ target, candidates }) => target === null && candidates.length === 0);

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
