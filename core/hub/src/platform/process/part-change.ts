import type { Planned } from './acting.ts';
import type { ProcessDesk } from './process-desk.ts';
import type { ProcessRecord } from './process-record.ts';
import type { Commit } from './process-writer.ts';
import { firstOf } from './seen.ts';
import { doerOf, type Viewer } from './viewer.ts';

/** Makes what was planned happen to one stream, on the version that it was planned on, and tells who is to be told. */
export async function changePart(
  desk: ProcessDesk,
  { viewer, record }: { readonly viewer: Viewer; readonly record: ProcessRecord },
  { event, capacity, inform, relyingOn = [] }: Planned & Pick<Commit, 'relyingOn'>,
): Promise<ProcessRecord> {
  const { id, kind, root, collaboration, model, version } = record;
  const changed = await desk.commit({
    collaboration,
    by: doerOf(viewer, capacity),
    model,
    changes: [{ stream: id, kind, root, seenVersion: version, events: [event] }],
    relyingOn,
    tell: [{ stream: id, roles: inform }],
  });
  return firstOf(changed);
}
