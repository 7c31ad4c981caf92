import { KoppelError, type Clock } from '@koppel/contract';
import type { ActiveMandate, Call } from '../platform/actions.ts';
import type { Caller } from '../platform/caller.ts';
import type { ModelHand } from '../platform/model-actions.ts';
import { offices, type Office } from '../platform/offices.ts';

/** What an office is held over; without a theme, over at least one. */
export interface Remit {
  readonly collaboration: string;
  readonly theme?: string;
}

/** The first mandate that gives the office. One that is limited to regions does not: a model holds in all of them. */
export function mandateFor(
  { role, levels }: Office,
  mandates: readonly ActiveMandate[],
  { collaboration, theme }: Remit,
): ActiveMandate | undefined {
  return mandates.find(
    (mandate) =>
      mandate.role === role &&
      levels.includes(mandate.level) &&
      mandate.collaboration === collaboration &&
      mandate.regions.length === 0 &&
      (mandate.themes.length === 0 || theme === undefined || mandate.themes.includes(theme)),
  );
}

/** Whether somebody holds an office over any model at all. */
export const holdsAnyOffice = (mandates: readonly ActiveMandate[]): boolean =>
  mandates.some((mandate) => offices.some((office) => mandateFor(office, [mandate], mandate) !== undefined));

export type Person = Caller & { readonly person: string };

/** @throws KoppelError `token.person-required` */
export function requirePerson(caller: Caller): Person {
  const { person } = caller;
  if (person === undefined) throw new KoppelError('token.person-required');
  return { ...caller, person };
}

/** @throws KoppelError `mandate.missing` when the person does not hold the office at this moment. */
export async function takeOffice(
  { call, clock }: { readonly call: Call; readonly clock: Clock },
  { oin, person }: Person,
  { role, levels, collaboration, theme }: Office & Remit,
): Promise<ModelHand> {
  const mandates = await call('identity.mandatesOf', { oin, person });
  const remit = theme === undefined ? { collaboration } : { collaboration, theme };
  const held = mandateFor({ role, levels }, mandates, remit);
  if (!held) throw new KoppelError('mandate.missing', undefined, { details: { role } });
  return { oin, person, role, mandate: held.mandate, at: new Date(clock.now()).toISOString() };
}
