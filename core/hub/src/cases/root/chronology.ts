import { compileSchema } from '@koppel/contract';
import { Type } from 'typebox';
import type { ChronologyEntry } from '../../platform/chronology.schema.ts';
import { decodeCursor, defaultPageSize, pageOf, type Page, type PageQuery } from '../../platform/paging.ts';
import type { ProcessDesk } from '../../platform/process/process-desk.ts';
import type { JsonObject } from '../../platform/process/process-event.ts';
import type { ProcessRecord } from '../../platform/process/process-record.ts';
import type { RecordedEvent } from '../../platform/process/process.store.ts';
import { eventDigest } from '../../platform/process/sealing.ts';
import type { Viewer } from '../../platform/process/viewer.ts';

interface Position {
  readonly index: number;
}
const positions = compileSchema(Type.Object({ index: Type.Integer({ minimum: 0 }) }, { additionalProperties: false }));

/** Everything that happened in a signal or case and all its parts, in the order of the ledger. */
export async function chronologyOf(
  desk: ProcessDesk,
  viewer: Viewer,
  { record, page }: { record: ProcessRecord; page: PageQuery },
): Promise<Page<ChronologyEntry>> {
  const limit = page.limit ?? defaultPageSize;
  const after = page.after === undefined ? -1 : decodeCursor<Position>(page.after, positions).index;
  const events = await desk.chronology(viewer, record, { after, limit: limit + 1 });
  return pageOf(events.map(entryOf), limit, ({ ledgerIndex }): Position => ({ index: ledgerIndex }));
}

function entryOf({ ledgerIndex, content, ...clear }: RecordedEvent): ChronologyEntry {
  const digest = eventDigest({ ...clear, content: null });
  return { event: clear, digest, ledgerIndex, reasons: reasonsIn(content) };
}

function reasonsIn(content: JsonObject | null): string | null {
  const input = content?.['input'] as JsonObject | undefined;
  const reasons = input?.['reasons'] ?? content?.['reasons'];
  return typeof reasons === 'string' ? reasons : null;
}
