import type { State, StateRetention } from '../model/machine.schema.ts';
import type { Step } from '../model/process.schema.ts';
import { findStep, stateOf, transitionsFrom } from './model-lookup.ts';
import type { Standing } from './outcome.ts';

/** The steps that people can do now, each once, in the order of the model's transitions. */
export function stepsFrom(standing: Standing): Step[] {
  const ids = transitionsFrom(standing).flatMap(({ clock, step }) => (clock === undefined ? step : []));
  return [...new Set(ids)].flatMap((id) => findStep(standing.model, id) ?? []);
}

/** Start of a period in milliseconds since the epoch and its working days, to the moment on which it ends. */
export type AddWorkingDays = (fromMs: number, workingDays: number) => number;

/** The earliest deadline among the steps that can be done now, which all run from when the state was entered. */
export function dueAt(standing: Standing, enteredAtMs: number, addWorkingDays: AddWorkingDays): number | null {
  const days = stepsFrom(standing).flatMap(({ deadline }) => deadline?.workingDays ?? []);
  return days.length === 0 ? null : addWorkingDays(enteredAtMs, Math.min(...days));
}

/** Whose turn it is, for ball-in-court time; nobody's where the model does not say. */
export const courtOf = (standing: Standing): NonNullable<State['court']> => stateOf(standing)?.court ?? 'nobody';

/** The phase that agreements name; undefined for a state that the model does not know. */
export const phaseOf = (standing: Standing): string | undefined => stateOf(standing)?.phase;

/** What may be asked of sources now: nothing for a state that the model does not know. */
export const exchangeOf = (standing: Standing): State['exchange'] => stateOf(standing)?.exchange ?? 'none';

/** The retention clock that starts when this state is entered. */
export const retentionOf = (standing: Standing): StateRetention | undefined => stateOf(standing)?.retention;
