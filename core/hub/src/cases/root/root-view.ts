import type { PossibleAction } from '@koppel/process';
import type { RootView } from '../../platform/case-actions.ts';
import { isPast, possibleActions } from '../../platform/process/acting.ts';
import type { ProcessDesk } from '../../platform/process/process-desk.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import type { Json, JsonObject } from '../../platform/process/process-event.ts';
import type { ProcessRecord } from '../../platform/process/process-record.ts';
import { actorAt, type Viewer } from '../../platform/process/viewer.ts';
import { Parts } from './parts.ts';

/** A signal or case as this viewer sees it, and what they can do to it now. */
export async function viewOf(tools: ProcessTools, viewer: Viewer, record: ProcessRecord): Promise<RootView> {
  const { content } = record;
  if (content === null || isPast(record, tools.clock.now())) return { ...record, content: null, actions: [] };
  const shown = await withoutUnknown(tools.desk, viewer, content);
  return { ...record, content: shown, actions: await actionsNow(tools, viewer, record) };
}

async function actionsNow(tools: ProcessTools, viewer: Viewer, record: ProcessRecord): Promise<PossibleAction[]> {
  const machine = record.kind === 'signal' ? 'signal' : 'case';
  const model = await tools.models.get(String(record.model));
  const transitions = model.machines[machine].transitions.filter(({ from }) => from.includes(record.state));
  const parts = await Parts.read(tools.desk, record, transitions);
  const actor = actorAt(viewer, record);
  const now = tools.clock.now();
  const actionsGiven = (step?: string) => {
    const known = { ...parts.known(model), consultedRoles: parts.consulted(step, now).roles };
    return possibleActions({ model, machine, record, actor, known, now });
  };
  // Each action belongs to a step, and each step consults for itself.
  return actionsGiven().map((each, i) => actionsGiven(each.step)[i] ?? each);
}

/** Other signals and cases are named to those who may know of them: being joined here says nothing about being joined there. */
async function withoutUnknown(desk: ProcessDesk, viewer: Viewer, content: JsonObject): Promise<JsonObject> {
  const { signals, cases, judgements } = content;
  const ids = [...listOf(signals), ...listOf(cases), ...listOf(judgements).map(otherOf)];
  if (ids.length === 0) return content;
  const query = { where: 's.id = ANY($1)', parameters: [ids], orderBy: 's.id', limit: ids.length };
  const known = new Set<unknown>((await desk.list(viewer, query)).map(({ id }) => id));
  return {
    ...content,
    ...(signals ? { signals: listOf(signals).filter((id) => known.has(id)) } : {}),
    ...(cases ? { cases: listOf(cases).filter((id) => known.has(id)) } : {}),
    ...(judgements ? { judgements: listOf(judgements).filter((each) => known.has(otherOf(each))) } : {}),
  };
}

const listOf = (list: Json | undefined): readonly Json[] => (list ?? []) as readonly Json[];
const otherOf = (judgement: Json): Json => (judgement as JsonObject)['other'] ?? null;
