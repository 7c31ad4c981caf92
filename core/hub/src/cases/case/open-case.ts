import { KoppelError } from '@koppel/contract';
import { v7 as uuidv7 } from 'uuid';
import type { ParamsOf } from '../../platform/actions.ts';
import type { Body } from '../../platform/body.schema.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import type { JsonObject } from '../../platform/process/process-event.ts';
import type { ProcessRecord } from '../../platform/process/process-record.ts';
import type { Change } from '../../platform/process/process-writer.ts';
import { firstOf } from '../../platform/process/seen.ts';
import { isSamePlace, type Viewer } from '../../platform/process/viewer.ts';
import { invalidAt } from '../../platform/refusal.ts';
import { getOwnBody } from '../root/body-of.ts';
import { prepareRoot } from '../root/prepare-root.ts';
import { mergeSubjects, subjectsIn } from '../subject/merge-subjects.ts';
import { requireSubjects } from '../subject/subject-rules.ts';

type Draft = ParamsOf<'cases.openCase'>['draft'];

/**
 * Makes a case of signals that the opener may see. Whoever is joined to one of the signals is joined to the case, so
 * that nobody's signal goes on without them, and its subjects are the case's.
 */
export async function openCase(tools: ProcessTools, viewer: Viewer, draft: Draft): Promise<ProcessRecord> {
  const { desk, call, models } = tools;
  const { body: bodyId, signals: ids, ...told } = draft;
  requireSubjects(draft.subjects ?? [], '/body/subjects');
  const body = await getOwnBody(call, viewer.oin, bodyId);
  const signals = await getSignals(tools, viewer, ids);
  requireSamePlace(signals, body);
  const subjects = mergeSubjects([...(draft.subjects ?? []), ...signals.flatMap(subjectsIn)]);
  requireSubjects(subjects, '/body/subjects');
  const id = uuidv7();
  const participants = [viewer.oin, body.coordinator, ...signals.flatMap((signal) => signal.participants)];
  const commit = await prepareRoot(tools, viewer, {
    kind: 'case',
    id,
    body,
    model: await models.inForce(body),
    content: { ...told, signals: [...ids], subjects },
    known: { subjects: subjects.length, signals: signals.map(({ state }) => ({ state })) },
    participants: [...new Set(participants)],
  });
  const linked = signals.map((signal) => linkedTo(signal, id));
  return firstOf(await desk.commit({ ...commit, changes: [...commit.changes, ...linked] }));
}

/** @throws KoppelError `resource.not-found` when one of them is not to be known, `process.closed` when one is past its retention. */
async function getSignals({ desk }: ProcessTools, viewer: Viewer, ids: readonly string[]): Promise<ProcessRecord[]> {
  const where = `s.kind = 'signal' AND s.id = ANY($1)`;
  const signals = await desk.list(viewer, { where, parameters: [ids], orderBy: 's.id', limit: ids.length });
  if (signals.length < ids.length) throw new KoppelError('resource.not-found');
  if (signals.some(({ content }) => content === null)) throw new KoppelError('process.closed');
  return signals;
}

function requireSamePlace(signals: readonly ProcessRecord[], body: Body): void {
  if (signals.every((signal) => isSamePlace(signal, body))) return;
  throw invalidAt('/body/signals', 'must all belong to the collaboration, theme and region of the body');
}

const linkedTo = ({ id, version }: ProcessRecord, caseId: string): Change => {
  const content: JsonObject = { case: caseId };
  return { stream: id, kind: 'signal', root: id, seenVersion: version, events: [{ type: 'noted', content }] };
};
