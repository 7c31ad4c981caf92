import type { Context } from '../context.ts';
import type { ModelVersion } from '../model-version.ts';
import { formatTable } from '../table.ts';

interface Page {
  readonly items: readonly ModelVersion[];
  readonly next?: string;
}

/** Every version that the organisation may see, or of one model; newest first. */
export async function listModels(context: Context, model: string | undefined): Promise<void> {
  const hub = await context.hub();
  const items: ModelVersion[] = [];
  let after: string | undefined;
  do {
    const query = new URLSearchParams({ limit: '200', ...(model ? { model } : {}), ...(after ? { after } : {}) });
    const page = await hub.get<Page>(`/v1/models?${query.toString()}`);
    items.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  context.print({ items }, () =>
    formatTable(['ID', 'MODEL', 'VERSION', 'STATUS', 'DRAFTED', 'IN FORCE FROM', 'REASONS'], items.map(rowOf)),
  );
}

const rowOf = ({ id, model, version, status, drafted, decision, application }: ModelVersion): string[] => [
  id,
  model,
  version,
  status,
  drafted.at,
  application?.from ?? '',
  application?.reasons ?? decision?.reasons ?? '',
];
