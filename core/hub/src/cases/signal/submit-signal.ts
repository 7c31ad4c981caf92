import type { ParamsOf } from '../../platform/actions.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import type { ProcessRecord } from '../../platform/process/process-record.ts';
import { firstOf } from '../../platform/process/seen.ts';
import type { Viewer } from '../../platform/process/viewer.ts';
import { getOwnBody } from '../root/body-of.ts';
import { prepareRoot } from '../root/prepare-root.ts';
import { requireSubjects } from '../subject/subject-rules.ts';

/** Puts what somebody noticed before a body: at first between their organisation and the one that coordinates there. */
export async function submitSignal(
  tools: ProcessTools,
  viewer: Viewer,
  { body: bodyId, ...content }: ParamsOf<'cases.submitSignal'>['draft'],
): Promise<ProcessRecord> {
  requireSubjects(content.subjects, '/body/subjects');
  const body = await getOwnBody(tools.call, viewer.oin, bodyId);
  const commit = await prepareRoot(tools, viewer, {
    kind: 'signal',
    body,
    model: await tools.models.inForce(body),
    content,
    known: { subjects: content.subjects.length },
    participants: [...new Set([viewer.oin, body.coordinator])],
  });
  return firstOf(await tools.desk.commit(commit));
}
