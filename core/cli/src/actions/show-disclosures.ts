import type { LedgerEntry } from '@koppel/ledger';
import type { Context } from '../context.ts';
import { formatTable } from '../table.ts';

interface Disclosures {
  readonly disclosures: readonly { readonly index: number; readonly entry: LedgerEntry }[];
}

/** The subject travels from a file or standard input to the hub's body: in no argument, address or log. */
export async function showDisclosures(context: Context, file: string): Promise<void> {
  const subject = await context.readJson(file);
  const answer = await (await context.hub()).post<Disclosures>('/v1/ledger/disclosures', { subject });
  context.print(answer, () => {
    const rows = answer.disclosures.map(({ index, entry }) => [
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
