import { KoppelError } from '@koppel/contract';
import {
  diffModels,
  movability,
  moveFaults,
  stranded,
  type MachineName,
  type Move,
  type ReferenceModel,
} from '@koppel/process';
import type { ParamsOf } from '../../platform/actions.ts';
import type { ModelDifferences } from '../../platform/case-actions.ts';
import { entering } from '../../platform/process/acting.ts';
import { requireAccountable } from '../../platform/process/contributing.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import { everyPart } from '../../platform/process/part-limit.ts';
import type { JsonObject } from '../../platform/process/process-event.ts';
import type { ModelMovedFacts, ProcessRecord } from '../../platform/process/process-record.ts';
import type { Change } from '../../platform/process/process-writer.ts';
import { firstOf, requireVersion } from '../../platform/process/seen.ts';
import { actorAt, doerOf, type Viewer } from '../../platform/process/viewer.ts';
import { getOpenRoot, type OpenRoot } from '../item/get-open-root.ts';
import { openStepTasks } from '../root/step-tasks.ts';

/** The case with its parts that follow a model, and the version that it might move to. */
interface Crossing {
  readonly opened: OpenRoot;
  readonly to: ReferenceModel;
  /** The case first. */
  readonly movers: readonly ProcessRecord[];
}

/** What would change for a case under another version of its model. */
export async function modelDifferences(
  tools: ProcessTools,
  viewer: Viewer,
  { id, to }: { id: string; to: string },
): Promise<ModelDifferences> {
  return differencesIn(await crossingTo(tools, viewer, { id, to }), to);
}

/**
 * Moves a case, and everything in it that follows the model, to another version: for whoever is accountable for a step
 * that is open now. What the other version calls otherwise gets the state that they name.
 */
export async function moveModel(
  tools: ProcessTools,
  viewer: Viewer,
  { id, revision, model: to, moves, reasons }: Omit<ParamsOf<'cases.moveModel'>, 'caller'>,
): Promise<{ record: ProcessRecord; differences: ModelDifferences }> {
  const crossing = await crossingTo(tools, viewer, { id, to });
  const { root, standing } = crossing.opened;
  requireVersion(root, revision);
  const capacity = requireAccountable(standing, actorAt(viewer, root));
  if (to === root.model) throw new KoppelError('process.transition-refused', 'The case follows this version already');
  const differences = differencesIn(crossing, to);
  requireWay(differences);
  const faults = moveFaults(differences.parts, moves).map(({ path, message }) => ({ path: `/body${path}`, message }));
  if (faults.length > 0) throw new KoppelError('request.invalid', undefined, { details: { faults } });
  const moved = crossing.movers.map((record) =>
    movedTo(crossing.to, record, { to, moves, reasons, now: tools.clock.now() }),
  );
  const state = stateAfter(root, moves);
  const tasks = await openStepTasks(tools, { ...root, model: to }, { model: crossing.to, machine: 'case', state });
  const made = await tools.desk.commit({
    collaboration: root.collaboration,
    by: doerOf(viewer, capacity),
    model: to,
    changes: [...moved, ...tasks],
  });
  return { record: firstOf(made), differences };
}

/** @throws KoppelError `process.move-refused` when the other version has no place for the case or one of its parts. */
function requireWay({ parts }: ModelDifferences): void {
  const left = stranded(parts).map(({ machine, state }) => ({ machine, state }));
  if (left.length > 0) throw new KoppelError('process.move-refused', undefined, { details: { parts: left } });
}

async function crossingTo(
  tools: ProcessTools,
  viewer: Viewer,
  { id, to }: { id: string; to: string },
): Promise<Crossing> {
  const opened = await getOpenRoot(tools, viewer, { kind: 'case', id });
  const { root, model } = opened;
  const other = await getVersion(tools, root, to);
  if (other.theme !== model.theme) throw new KoppelError('resource.not-found');
  const parts = await tools.desk.listWithin([root.collaboration], {
    where: `s.root = $1 AND s.kind IN ('task', 'intervention')`,
    parameters: [id],
    orderBy: 's.opened_at, s.id',
    limit: everyPart,
  });
  return { opened, to: other, movers: [root, ...parts] };
}

/** @throws KoppelError `resource.not-found` for a version that the collaboration never had in force. */
async function getVersion({ models, call }: ProcessTools, root: ProcessRecord, id: string): Promise<ReferenceModel> {
  const place = { collaboration: root.collaboration, theme: root.theme };
  const applied = await call('model.findInForce', place);
  if (id !== root.model && applied?.id !== id) throw new KoppelError('resource.not-found');
  return models.get(id);
}

function differencesIn({ opened, to, movers }: Crossing, version: string): ModelDifferences {
  const { root, model } = opened;
  const standing = movers.map(({ kind, state }) => ({ machine: kind as MachineName, state }));
  const distinct = [...new Map(standing.map((mover) => [`${mover.machine}/${mover.state}`, mover])).values()];
  return {
    from: String(root.model),
    to: version,
    changes: diffModels(model, to),
    parts: movability(model, to, distinct),
  };
}

function movedTo(
  model: ReferenceModel,
  record: ProcessRecord,
  { to, moves, reasons, now }: { to: string; moves: readonly Move[]; reasons: string; now: number },
): Change {
  const { id: stream, root, version: seenVersion } = record;
  const kind = record.kind as MachineName;
  const state = stateAfter(record, moves);
  const { retention, ...entered } = entering({ model, machine: kind, state }, now);
  // The deadline of a part was agreed on, whatever the model says.
  const dueAt = kind === 'case' ? entered.dueAt : record.dueAt;
  const facts: ModelMovedFacts & { readonly from: string | null } = {
    from: record.model,
    model: to,
    state,
    ...entered,
    dueAt,
    // A clock that runs goes on, extensions and all; the other version's begins with the next state.
    ...(record.retention.endsAt === null && retention ? { retention } : {}),
  };
  const events = [{ type: 'model-moved', facts: facts as unknown as JsonObject, content: { reasons } }];
  return { stream, kind, root, seenVersion, events };
}

const stateAfter = ({ kind, state }: ProcessRecord, moves: readonly Move[]): string =>
  moves.find((move) => move.machine === kind && move.state === state)?.to ?? state;
