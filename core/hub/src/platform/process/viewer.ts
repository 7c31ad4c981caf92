import { KoppelError } from '@koppel/contract';
import type { Actor, Authority } from '@koppel/process';
import type { ActiveMandate, Call, Caller } from '../actions.ts';
import { findOffice } from '../offices.ts';
import type { Doer } from './process-event.ts';

/** Where something belongs; mandates are limited by it. */
export interface Place {
  readonly collaboration: string;
  readonly theme: string;
  readonly region: string;
}

/** A person who looks or acts, with everything that they are mandated to at this moment. */
export interface Viewer {
  readonly caller: Caller;
  readonly oin: string;
  readonly person: string;
  readonly mandates: readonly ActiveMandate[];
}

/** Whether a mandate is to write or decide about models. */
export const holdsOffice = ({ role }: ActiveMandate): boolean => findOffice(role) !== undefined;

/** @throws KoppelError `token.person-required`, or `mandate.missing` for a person whom no mandate lets look into a case. */
export async function meetViewer(call: Call, caller: Caller): Promise<Viewer> {
  const viewer = viewerWith(caller, await mandatesHeldBy(call, caller));
  if (!viewer) throw new KoppelError('mandate.missing');
  return viewer;
}

/** Every mandate of the person who calls. @throws KoppelError `token.person-required` or `mandate.missing` */
export async function mandatesHeldBy(call: Call, { oin, person }: Caller): Promise<readonly ActiveMandate[]> {
  if (person === undefined) throw new KoppelError('token.person-required');
  const mandates = await call('identity.mandatesOf', { oin, person });
  if (mandates.length === 0) throw new KoppelError('mandate.missing');
  return mandates;
}

/** A person with these mandates; undefined when none of them lets look into a case. */
export function viewerWith(caller: Caller, held: readonly ActiveMandate[]): Viewer | undefined {
  const { oin, person } = caller;
  const mandates = held.filter((mandate) => !holdsOffice(mandate));
  return person === undefined || mandates.length === 0 ? undefined : { caller, oin, person, mandates };
}

/** What was shared in one collaboration, about one theme, in one region, stays there. */
export const isSamePlace = (one: Place, other: Place): boolean =>
  one.collaboration === other.collaboration && one.theme === other.theme && one.region === other.region;

export const isWithin = ({ collaboration, themes, regions }: ActiveMandate, place: Place): boolean =>
  collaboration === place.collaboration &&
  (themes.length === 0 || themes.includes(place.theme)) &&
  (regions.length === 0 || regions.includes(place.region));

/** What the viewer may act as in a place. */
export const authoritiesAt = ({ mandates }: Viewer, place: Place): Authority[] =>
  mandates.filter((mandate) => isWithin(mandate, place)).map(({ mandate, role, level }) => ({ mandate, role, level }));

export const actorAt = (viewer: Viewer, place: Place): Actor => ({
  oin: viewer.oin,
  person: viewer.person,
  authorities: authoritiesAt(viewer, place),
});

export const collaborationsOf = ({ mandates }: Viewer): string[] => [
  ...new Set(mandates.map(({ collaboration }) => collaboration)),
];

export const doerOf = ({ caller, oin, person }: Viewer, capacity: Doer['capacity'] = null): Doer => ({
  oin,
  client: caller.client,
  person,
  capacity,
});

/** A condition inside a query, with the values of its parameters. */
export interface Sight {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/**
 * Exactly what the viewer may know of, as a condition inside the query: what is hidden and what does not exist take the
 * same way and the same time. `s` is `process_stream`; parameters are numbered from `first`.
 */
export function sightOf({ oin, mandates }: Viewer, first: number): Sight {
  const parameters: unknown[] = [oin];
  const next = (value: unknown): string => `$${first + parameters.push(value) - 1}`;
  const places = [...byPlace(mandates).values()].map(([mandate]) =>
    placeOf(mandate, { alias: 's', next }).join(' AND '),
  );
  const joined = `EXISTS (SELECT 1 FROM process_participant p WHERE p.root = s.root AND p.oin = $${first})`;
  return { sql: `${joined} AND (${places.map((place) => `(${place})`).join(' OR ')})`, parameters };
}

/**
 * What is addressed to a role that the viewer holds in that very place. The table, by its alias, has the columns of a
 * place and `role`; parameters are numbered from `first`.
 */
export function addressedTo({ mandates }: Viewer, { alias, first }: { alias: string; first: number }): Sight {
  const parameters: unknown[] = [];
  const next = (value: unknown): string => `$${first + parameters.push(value) - 1}`;
  const held = [...byPlace(mandates).values()].map((there) => {
    const roles = [...new Set(there.map(({ role }) => role))];
    return [...placeOf(there[0], { alias, next }), `${alias}.role = ANY(${next(roles)})`].join(' AND ');
  });
  return { sql: `(${held.map((one) => `(${one})`).join(' OR ')})`, parameters };
}

type Mandates = readonly [ActiveMandate, ...ActiveMandate[]];

/** Several mandates are often for the same place: a condition names it once, and what it selects is judged better. */
function byPlace(mandates: readonly ActiveMandate[]): ReadonlyMap<string, Mandates> {
  const places = new Map<string, Mandates>();
  for (const mandate of mandates) {
    const { collaboration, themes, regions } = mandate;
    const place = JSON.stringify([collaboration, themes, regions]);
    places.set(place, [...(places.get(place) ?? []), mandate] as [ActiveMandate, ...ActiveMandate[]]);
  }
  return places;
}

function placeOf(
  { collaboration, themes, regions }: ActiveMandate,
  { alias, next }: { alias: string; next: (value: unknown) => string },
): string[] {
  return [
    `${alias}.collaboration = ${next(collaboration)}`,
    ...(themes.length > 0 ? [`${alias}.theme = ANY(${next(themes)})`] : []),
    ...(regions.length > 0 ? [`${alias}.region = ANY(${next(regions)})`] : []),
  ];
}
