import { isOnCalendar, KoppelError } from '@koppel/contract';
import type { Actor, Capacity, Standing } from '@koppel/process';
import { findRoleIn } from '../../platform/process/contributing.ts';
import { activeUntil, yearsLater } from '../item/item-clock.ts';
import type { ItemFacts } from '../item/item.store.ts';

/** How far ahead one extension reaches at most: whoever wants more explains it again. */
const maxYears = 5;

/**
 * Who may keep something longer: the accountable of the step in which the clock will act on it, or of the step that
 * brought it where it is when the model gives the clock none.
 *
 * @throws KoppelError `process.role-missing`
 */
export function requireKeeper(standing: Standing, actor: Actor): Capacity {
  const capacity = findKeeper(standing, actor);
  if (!capacity) throw new KoppelError('process.role-missing');
  return capacity;
}

/** The same; undefined for whoever may not. */
export function findKeeper({ model, machine, state }: Standing, actor: Actor): Capacity | undefined {
  const { transitions } = model.machines[machine];
  const ofClock = transitions.filter(({ clock, from }) => clock !== undefined && from.includes(state));
  const deciding = ofClock.length > 0 ? ofClock : transitions.filter(({ to }) => to === state);
  const ids = new Set(deciding.map(({ step }) => step));
  const steps = model.process.steps.filter(({ id }) => ids.has(id));
  return findRoleIn(steps, actor, ({ accountable }) => [accountable]);
}

/** How long an item may be kept at the utmost: what came under an agreement no longer than the agreement says. */
export function latestFor({ terms, addedAt }: Pick<ItemFacts, 'terms' | 'addedAt'>, now: number): string {
  const agreed = terms.agreement === null ? null : activeUntil(terms, Date.parse(addedAt));
  return agreed ?? latestFrom(now);
}

export const latestFrom = (now: number): string => yearsLater(new Date(now).toISOString(), maxYears);

/** @throws KoppelError `request.invalid` when nothing is won, or more is asked than may be. */
export function requireLonger(until: string, { endsAt, latest }: { endsAt: string | null; latest: string }): void {
  const message = faultOf(until, endsAt, latest);
  if (message === undefined) return;
  throw new KoppelError('request.invalid', undefined, { details: { faults: [{ path: '/body/until', message }] } });
}

function faultOf(until: string, endsAt: string | null, latest: string): string | undefined {
  if (!isOnCalendar(until)) return 'is not a day of the calendar';
  if (endsAt === null) return 'has nothing to extend: no clock runs';
  if (Date.parse(until) <= Date.parse(endsAt)) return `must be after ${endsAt}`;
  return Date.parse(until) > Date.parse(latest) ? `must not be after ${latest}` : undefined;
}
