import type { ActiveMandate } from '../../platform/actions.ts';
import { holdsOffice, sightOf, type Sight, type Viewer } from '../../platform/process/viewer.ts';

/** A model holds in every region, so whoever is mandated to some of them only does not write or decide about it. */
export const officesIn = (mandates: readonly ActiveMandate[]): ActiveMandate[] =>
  mandates.filter((mandate) => holdsOffice(mandate) && mandate.regions.length === 0);

/**
 * The lessons that somebody may read, as a condition inside the query: those about models that they write or decide
 * about, and those of cases that they may know of. `l` is `lesson`; parameters are numbered from `first`.
 */
export function lessonSight(mandates: readonly ActiveMandate[], viewer: Viewer | undefined, first: number): Sight {
  const parameters: unknown[] = [];
  const next = (value: unknown): string => `$${first + parameters.push(value) - 1}`;
  const offices = officesIn(mandates).map(({ collaboration, themes }) => {
    const isTheme = themes.length > 0 ? ` AND l.lesson ->> 'theme' = ANY(${next(themes)})` : '';
    return `l.collaboration = ${next(collaboration)}${isTheme}`;
  });
  const sight = viewer && sightOf(viewer, first + parameters.length);
  const ofCases = sight ? [`EXISTS (SELECT 1 FROM process_stream s WHERE s.id = l.root AND ${sight.sql})`] : [];
  const ways = [...offices, ...ofCases];
  return {
    sql: ways.length === 0 ? 'false' : `(${ways.map((way) => `(${way})`).join(' OR ')})`,
    parameters: [...parameters, ...(sight?.parameters ?? [])],
  };
}
