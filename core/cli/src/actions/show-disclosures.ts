import type { LedgerEntry } from '@koppel/ledger';
import type { Context } from '../context.ts';
import { formatTable } from '../table.ts';

interface Page {
  readonly disclosures: readonly { readonly index: number; readonly entry: LedgerEntry }[];
  /** What the next page stands before; absent on the last one. */
  readonly next?: number;
}

/** The subject travels from a file or standard input to the hub's body: in no argument, address or log. */
export async function showDisclosures(context: Context, file: string): Promise<void> {
  const subject = await context.readJson(file);
  const hub = await context.hub();
  const disclosures: Page['disclosures'][number][] = [];
  let page: Page | undefined;
  do {
    const place = page?.next === undefined ? {} : { before: page.next };
    page = await hub.post<Page>('/v1/ledger/disclosures', { subject, ...place });
    disclosures.push(...page.disclosures);
  } while (page.next !== undefined);
  context.print({ disclosures }, () => {
    const rows = disclosures.map(({ index, entry }) => [
      String(index),
      entry.at,
      entry.type,
      entry.requester?.oin ?? '',
      entry.provider?.oin ?? '',
      entry.operation ?? '',
      entry.purpose ?? '',
      (entry.fields ?? []).join(' '),
    ]);
    if (rows.length === 0) return 'Nothing was disclosed about this subject in the last four years.';
    return formatTable(['ENTRY', 'AT', 'WHAT', 'TO', 'FROM', 'OPERATION', 'PURPOSE', 'FIELDS'], rows);
  });
}
