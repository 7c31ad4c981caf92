import type { Fault } from '@koppel/contract';
import type { Attendee } from '@koppel/process';
import type { Call } from '../actions.ts';
import { isWithin, type Place } from './viewer.ts';

/** A role counts as present when somebody really holds it there; `path` is where the list stands in the request. */
export async function unheldRoles(
  call: Call,
  place: Place,
  { people, path }: { people: readonly Attendee[]; path: string },
): Promise<Fault[]> {
  const held = await Promise.all(
    people.map(async ({ oin, person, role }) => {
      const mandates = await call('identity.mandatesOf', { oin, person });
      return mandates.some((mandate) => mandate.role === role && isWithin(mandate, place));
    }),
  );
  return held.flatMap((isHeld, i) =>
    isHeld ? [] : [{ path: `${path}/${i}/role`, message: 'is not held by this person' }],
  );
}

/** Whoever is not joined was not there: nobody weighs or decides with somebody who may not know of it. */
export const unjoinedPeople = (
  participants: readonly string[],
  { people, path }: { people: readonly Attendee[]; path: string },
): Fault[] =>
  people.flatMap(({ oin }, i) =>
    participants.includes(oin) ? [] : [{ path: `${path}/${i}/oin`, message: 'is not joined to this' }],
  );
