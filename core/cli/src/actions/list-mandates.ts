import type { Context } from '../context.ts';
import { describeLimits, type Mandate } from '../mandate.ts';
import { formatTable } from '../table.ts';

export interface ListMandatesOptions {
  readonly role?: string;
  readonly level?: string;
  readonly status?: string;
  readonly limit?: string;
  readonly after?: string;
}

interface MandatePage {
  readonly items: readonly Mandate[];
  readonly next?: string;
}

const header = ['ID', 'PERSON', 'ROLE', 'LEVEL', 'COLLABORATION', 'LIMITS', 'UNTIL', 'STATUS', 'IN FORCE'];

/** Prints one page, and how to go on when there is more. */
export async function listMandates(
  context: Context,
  { role, level, status, limit, after }: ListMandatesOptions,
): Promise<void> {
  const asked = Object.entries({ role, level, status, limit, after }).filter(([, value]) => value !== undefined);
  const query = new URLSearchParams(asked as [string, string][]).toString();
  const page = await (await context.hub()).get<MandatePage>(`/v1/mandates${query === '' ? '' : `?${query}`}`);
  context.print(page, () => {
    const table = formatTable(header, page.items.map(rowOf));
    return page.next === undefined ? table : `${table}\nThere are more: add --after ${page.next}`;
  });
}

const rowOf = ({ limits, inForce, ...mandate }: Mandate): string[] => [
  mandate.id,
  mandate.person,
  mandate.role,
  mandate.level,
  mandate.collaboration,
  describeLimits(limits.themes, limits.regions),
  mandate.until,
  mandate.status,
  inForce ? 'yes' : 'no',
];
