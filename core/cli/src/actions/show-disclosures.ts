import type { Context } from '../context.ts';

interface Disclosures {
  readonly disclosures: readonly { readonly index: number; readonly entry: Readonly<Record<string, unknown>> }[];
}

/** The subject travels from a file or standard input to the hub's body: in no argument, address or log. */
export async function showDisclosures(context: Context, file: string): Promise<void> {
  const subject = await context.readJson(file);
  const answer = await (await context.hub()).post<Disclosures>('/v1/ledger/disclosures', { subject });
  context.print(answer, () => {
    const lines = answer.disclosures.map(
      ({ index, entry }) => `${index}  ${String(entry['at'])}  ${String(entry['type'])}`,
    );
    return lines.join('\n') || 'Nothing was disclosed about this subject in the last four years.';
  });
}
