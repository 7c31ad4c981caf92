import type { Context } from '../context.ts';
import { formatTable } from '../table.ts';

export interface ProcessingOptions {
  readonly since?: string;
  readonly until?: string;
  readonly agreement?: string;
  readonly operation?: string;
  readonly limit: string;
}

interface Activity {
  readonly question: number;
  readonly decision: {
    readonly decision: boolean;
    readonly code?: string;
    readonly subject: { readonly id: string };
    readonly action: { readonly name: string };
    readonly resource?: { readonly id: string };
    readonly decidedAt: string;
  };
  readonly records: readonly { readonly status: string }[];
}

interface Page {
  readonly items: readonly Activity[];
  readonly next?: string;
}

/** The exchanges of this organisation: what was decided, and how many people they were about. */
export async function showProcessing(context: Context, options: ProcessingOptions): Promise<void> {
  const { limit, ...filter } = options;
  const hub = await context.hub();
  const items: Activity[] = [];
  let after: string | undefined;
  do {
    const left = {
      limit: String(Math.min(Number(limit) - items.length, 200)),
      ...(after === undefined ? {} : { after }),
    };
    const page: Page = await hub.get(
      `/v1/processing-activities?${String(new URLSearchParams({ ...filter, ...left }))}`,
    );
    items.push(...page.items);
    after = page.next;
  } while (after !== undefined && items.length < Number(limit));
  context.print({ items, ...(after === undefined ? {} : { next: after }) }, () => tableOf(items, after !== undefined));
}

function tableOf(items: readonly Activity[], isMore: boolean): string {
  if (items.length === 0) return 'There is no exchange like that.';
  const rows = items.map(({ question, decision, records }) => [
    String(question),
    decision.decidedAt,
    decision.decision ? 'allowed' : (decision.code ?? 'refused'),
    records[0]?.status ?? '',
    String(records.length),
    decision.subject.id,
    decision.resource?.id ?? '',
    decision.action.name,
  ]);
  const table = formatTable(['ENTRY', 'AT', 'DECISION', 'ENDED', 'PEOPLE', 'BY', 'FROM', 'OPERATION'], rows);
  return isMore ? `${table}\nThere are more: ask for more with --limit, or go on with --since.` : table;
}
