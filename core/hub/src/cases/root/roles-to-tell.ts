import { rolesOf, stepsFrom, type Standing } from '@koppel/process';

/** Everybody who has something to do in the steps that can be done now. */
export function rolesToTell(standing: Standing): readonly string[] {
  const roles = stepsFrom(standing).flatMap((step) => {
    const rasci = rolesOf(step);
    return rasci ? [rasci.accountable, ...rasci.responsible, ...rasci.supports, ...rasci.consulted] : [];
  });
  return [...new Set(roles)];
}
