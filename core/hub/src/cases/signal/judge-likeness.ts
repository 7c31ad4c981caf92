import { KoppelError } from '@koppel/contract';
import type { ParamsOf } from '../../platform/actions.ts';
import { addTo } from '../../platform/process/additions.ts';
import { requireContributor } from '../../platform/process/contributing.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import type { ProcessRecord } from '../../platform/process/process-record.ts';
import { firstOf, requireVersion } from '../../platform/process/seen.ts';
import { actorAt, doerOf, type Viewer } from '../../platform/process/viewer.ts';
import { getOpenRoot } from '../item/get-open-root.ts';

/**
 * Records what a person makes of a likeness. Both stay what they are. Those who are joined here but not there must not
 * learn of the other, so nothing clear tells what was noted, and the reasons are not among those of the chronology.
 */
export async function judgeLikeness(
  tools: ProcessTools,
  viewer: Viewer,
  { id, revision, judgement }: Omit<ParamsOf<'cases.judgeLikeness'>, 'caller'>,
): Promise<ProcessRecord> {
  return addTo(revision, async () => {
    const { root, standing } = await getOpenRoot(tools, viewer, { kind: 'signal', id });
    requireVersion(root, revision);
    const capacity = requireContributor(standing, actorAt(viewer, root));
    await requireOther(tools, viewer, { id, other: judgement.other });
    const events = [{ type: 'noted', content: { judgement } }];
    const made = await tools.desk.commit({
      collaboration: root.collaboration,
      by: doerOf(viewer, capacity),
      model: root.model,
      changes: [{ stream: id, kind: 'signal', root: id, seenVersion: root.version, events }],
    });
    return firstOf(made);
  });
}

/** @throws KoppelError `resource.not-found` for what the viewer may not know of, and for the signal itself. */
async function requireOther({ desk }: ProcessTools, viewer: Viewer, { id, other }: { id: string; other: string }) {
  const where = `s.id = $1 AND s.kind IN ('signal', 'case') AND s.id <> $2`;
  const found = await desk.list(viewer, { where, parameters: [other, id], orderBy: 's.id', limit: 1 });
  if (found.length === 0) throw new KoppelError('resource.not-found');
}
