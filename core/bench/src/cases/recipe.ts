import { casesPerEndedTemplate } from './template-cases.ts';

/** A conference that has met for some years; about a twentieth of its cases are open. */
const casesPerBody = 2000;
/** Of each hundred cases. */
const draftPerHundred = 3;
const enrichedPerHundred = 2;
/** Besides the cases, of each hundred of them. */
const waitingSignalsPerHundred = 1;

/** The numbers of cases of the bodies that are needed for so many more. */
export function bodiesFor(cases: number): number[] {
  const full = Math.max(0, Math.floor(cases / casesPerBody));
  const rest = Math.max(0, cases) % casesPerBody;
  return [...Array.from({ length: full }, () => casesPerBody), ...(rest > 0 ? [rest] : [])];
}

/** How often each template is copied for whole hundreds of cases: triaged signals, draft, enriched and ended cases. */
export function copiesOf(cases: number): readonly [number, number, number, number] {
  const hundreds = cases / 100;
  const ended = 100 - draftPerHundred - enrichedPerHundred;
  return [
    hundreds * waitingSignalsPerHundred,
    hundreds * draftPerHundred,
    hundreds * enrichedPerHundred,
    (hundreds * ended) / casesPerEndedTemplate,
  ];
}

const municipalities = 40;

/**
 * Which municipality reports in a body, so that each has its own and the others have none of it; undefined for the one
 * whose people work here. Clearly synthetic: no issued OIN starts like this.
 */
export function foreignReporter(body: number): string | undefined {
  const municipality = body % municipalities;
  return municipality === 0 ? undefined : `0000000999910${String(municipality).padStart(7, '0')}`;
}
