import { defaultPageSize, pageOf, type Page } from '../paging.ts';
import { withRunningTime } from './court.ts';
import { duePositionOf } from './due-order.ts';
import type { ProcessTools } from './open-process.ts';
import type { ListQuery } from './process-desk.ts';
import type { ProcessRecord } from './process-record.ts';
import type { Viewer } from './viewer.ts';

/** A page of what the viewer may know of, the first deadline first, with the time on each side up to now. */
export async function pageOfParts(
  { desk, clock }: Pick<ProcessTools, 'desk' | 'clock'>,
  viewer: Viewer,
  { limit = defaultPageSize, ...query }: Omit<ListQuery, 'limit'> & { readonly limit?: number | undefined },
): Promise<Page<ProcessRecord>> {
  const records = await desk.list(viewer, { ...query, limit: limit + 1 });
  return pageOf(
    records.map((record) => withRunningTime(record, clock.now())),
    limit,
    duePositionOf,
  );
}
