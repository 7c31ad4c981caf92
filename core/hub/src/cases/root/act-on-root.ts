import type { ReferenceModel, Transition } from '@koppel/process';
import type { ParamsOf } from '../../platform/actions.ts';
import { planAction, type Planned } from '../../platform/process/acting.ts';
import { inputOfBody } from '../../platform/process/action-input.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import type { ProcessRecord, TransitionedFacts } from '../../platform/process/process-record.ts';
import type { Change } from '../../platform/process/process-writer.ts';
import { firstOf, requireVersion } from '../../platform/process/seen.ts';
import { actorAt, doerOf, type Viewer } from '../../platform/process/viewer.ts';
import { silenceOf } from '../consultation/consulted.ts';
import { getOpenRoot, type OpenRoot } from '../item/get-open-root.ts';
import { Parts } from './parts.ts';
import { openStepTasks } from './step-tasks.ts';

/** Carries out or proposes an action of the model; a state that brings tasks along opens them in the same breath. */
export async function actOnRoot(
  tools: ProcessTools,
  viewer: Viewer,
  { kind, id, revision, action: body }: ParamsOf<'cases.actOnRoot'>,
): Promise<ProcessRecord> {
  const opened = await getOpenRoot(tools, viewer, { kind, id });
  const { root, model } = opened;
  requireVersion(root, revision);
  const { action: name, intent = 'decide' } = body;
  const chosen = chosenIn(model, opened, name);
  const now = tools.clock.now();
  const parts = await Parts.read(tools.desk, root, chosen ? [chosen] : []);
  const { roles: consultedRoles, silent } = parts.consulted(chosen?.step, now);
  const planned = planAction({
    model,
    machine: kind,
    record: root,
    action: { name, intent },
    input: await inputOfBody(tools, root, body),
    actor: actorAt(viewer, root),
    known: { ...parts.known(model), consultedRoles },
    now,
  });
  const change: Change = { stream: id, kind, root: id, seenVersion: root.version, events: [planned.event] };
  const made = await tools.desk.commit({
    collaboration: root.collaboration,
    by: doerOf(viewer, planned.capacity),
    model: root.model,
    changes: [change, ...(await tasksOnEntering(tools, opened, planned)), ...silenceOf(silent)],
    relyingOn: parts.relyingOn,
    tell: [{ stream: id, roles: planned.inform }],
  });
  return firstOf(made);
}

const chosenIn = (model: ReferenceModel, { standing }: OpenRoot, name: string): Transition | undefined =>
  model.machines[standing.machine].transitions.find(({ id }) => id === name);

async function tasksOnEntering(
  tools: ProcessTools,
  { root, standing }: OpenRoot,
  { event }: Planned,
): Promise<Change[]> {
  if (event.type !== 'transitioned' || root.kind !== 'case') return [];
  const { to } = event.facts as unknown as TransitionedFacts;
  return openStepTasks(tools, root, { ...standing, state: to });
}
