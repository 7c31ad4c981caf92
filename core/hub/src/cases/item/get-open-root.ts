import type { ReferenceModel, Standing } from '@koppel/process';
import { KoppelError } from '@koppel/contract';
import type { RootKind } from '../../platform/item-actions.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import type { ProcessRecord } from '../../platform/process/process-record.ts';
import type { Viewer } from '../../platform/process/viewer.ts';

/** A signal or case that somebody works on, with the model it stands under. */
export interface OpenRoot {
  readonly root: ProcessRecord;
  readonly model: ReferenceModel;
  readonly standing: Standing;
}

/** @throws KoppelError `resource.not-found`, or `process.closed` when it takes nothing more. */
export async function getOpenRoot(
  { desk, models }: ProcessTools,
  viewer: Viewer,
  { kind, id }: { kind: RootKind; id: string },
): Promise<OpenRoot> {
  const root = await desk.get(viewer, kind, id);
  if (root.content === null) throw new KoppelError('process.closed');
  const model = await models.get(String(root.model));
  return { root, model, standing: { model, machine: kind, state: root.state } };
}
