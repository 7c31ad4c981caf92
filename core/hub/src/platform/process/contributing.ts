import { KoppelError } from '@koppel/contract';
import { rolesOf, stepsFrom, type Actor, type Capacity, type Rasci, type Standing, type Step } from '@koppel/process';

/**
 * In which capacity somebody may add to something without changing its state: as R, A or S of a step that can be done
 * now, on the level of that step; undefined in none.
 */
export const findContributor = (standing: Standing, actor: Actor): Capacity | undefined =>
  findRoleIn(stepsFrom(standing), actor, contributors);

/** @throws KoppelError `process.role-missing` */
export const requireContributor = (standing: Standing, actor: Actor): Capacity =>
  requireContributorIn(stepsFrom(standing), actor);

/** The same in steps that need not be open any more. @throws KoppelError `process.role-missing` */
export const requireContributorIn = (steps: readonly Step[], actor: Actor): Capacity =>
  required(findRoleIn(steps, actor, contributors));

const contributors = ({ accountable, responsible, supports }: Rasci) => [accountable, ...responsible, ...supports];

/** As R or A only: for what steers and does not merely add, such as joining a partner or consulting one. */
export const requireResponsible = (standing: Standing, actor: Actor): Capacity =>
  requireResponsibleIn(stepsFrom(standing), actor);

/** The same in these steps. @throws KoppelError `process.role-missing` */
export const requireResponsibleIn = (steps: readonly Step[], actor: Actor): Capacity =>
  required(findRoleIn(steps, actor, ({ accountable, responsible }) => [accountable, ...responsible]));

/** As A only: for what nobody decides but whoever answers for a step, such as asking a higher level. */
export const requireAccountable = (standing: Standing, actor: Actor): Capacity =>
  required(findRoleIn(stepsFrom(standing), actor, ({ accountable }) => [accountable]));

/** The first capacity that somebody has in one of these steps, on the level of that step. */
export function findRoleIn(
  steps: readonly Step[],
  actor: Actor,
  rolesIn: (rasci: Rasci) => readonly string[],
): Capacity | undefined {
  for (const step of steps) {
    const rasci = rolesOf(step);
    const roles = rasci ? rolesIn(rasci) : [];
    const authority = actor.authorities.find(({ role, level }) => level === step.level && roles.includes(role));
    if (authority) return authority;
  }
  return undefined;
}

function required(capacity: Capacity | undefined): Capacity {
  if (!capacity) throw new KoppelError('process.role-missing');
  return capacity;
}
