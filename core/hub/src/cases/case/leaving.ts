import { KoppelError } from '@koppel/contract';
import type { Capacity, Rasci } from '@koppel/process';
import type { ParamsOf, ResultOf } from '../../platform/actions.ts';
import type { Transaction } from '../../platform/data-source.ts';
import { addTo } from '../../platform/process/additions.ts';
import { findRoleIn, requireAccountable } from '../../platform/process/contributing.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import type { ProcessRecord } from '../../platform/process/process-record.ts';
import { firstOf, requireVersion } from '../../platform/process/seen.ts';
import { actorAt, doerOf, type Viewer } from '../../platform/process/viewer.ts';
import { invalidAt } from '../../platform/refusal.ts';
import { getOpenRoot, type OpenRoot } from '../item/get-open-root.ts';
import { rolesToTell } from '../root/roles-to-tell.ts';
import { countOpenWork } from './open-work.store.ts';

type Asked = ParamsOf<'cases.leave'>;

/**
 * An organisation leaves a case, or whoever is accountable for a step that is open now lets it go: from then on the case
 * is hidden from it, as if there were none. Nothing may be left behind that only it could finish.
 */
export function leave(tools: ProcessTools, viewer: Viewer, asked: Asked): Promise<ResultOf<'cases.leave'>> {
  const { id, oin, reasons, revision } = asked;
  return addTo(revision, async () => {
    const opened = await getOpenRoot(tools, viewer, { kind: 'case', id });
    const { root, standing } = opened;
    requireVersion(root, revision);
    if (!root.participants.includes(oin)) throw invalidAt('/body/oin', 'is not joined to this case');
    const capacity = capacityToEnd(opened, viewer, oin);
    await requireFollower(tools, root, oin);
    const made = await tools.desk.commit({
      collaboration: root.collaboration,
      by: doerOf(viewer, capacity),
      model: root.model,
      changes: [
        {
          stream: id,
          kind: 'case',
          root: id,
          seenVersion: root.version,
          events: [{ type: 'left', facts: { oin }, content: { reasons } }],
        },
      ],
      // Here and not before: now that the case is locked, nothing more can begin.
      alongside: finishedCheck({ root: id, oin, now: tools.clock.now() }),
      tell: [{ stream: id, roles: rolesToTell(standing) }],
    });
    return { case: id, oin, at: firstOf(made).changedAt };
  });
}

/** Throws `case.work-open` with the number of each kind that the organisation has yet to finish. */
const finishedCheck =
  (asked: { root: string; oin: string; now: number }) =>
  async (manager: Transaction): Promise<void> => {
    const work = await countOpenWork(manager, asked);
    if (work.length === 0) return;
    const open = Object.fromEntries(work.map(({ kind, count }) => [kind, count]));
    throw new KoppelError('case.work-open', undefined, { details: { open } });
  };

/** @throws KoppelError `process.role-missing` */
function capacityToEnd({ model, standing, root }: OpenRoot, viewer: Viewer, oin: string): Capacity {
  const actor = actorAt(viewer, root);
  if (oin !== viewer.oin) return requireAccountable(standing, actor);
  const steps = model.process.steps.filter(({ subject }) => subject === 'case');
  const capacity = findRoleIn(steps, actor, takePart);
  if (!capacity) throw new KoppelError('process.role-missing');
  return capacity;
}

/** Whoever does more in a case than being told of it speaks for the organisation when it goes. */
const takePart = ({ accountable, responsible, supports, consulted }: Rasci) => [
  accountable,
  ...responsible,
  ...supports,
  ...consulted,
];

/** @throws KoppelError `case.lead-organisation` for whoever coordinates the body, and for the last that is joined. */
async function requireFollower({ call }: ProcessTools, { body: id, participants }: ProcessRecord, oin: string) {
  const body = id === null ? null : await call('cases.findBody', { id });
  if (body?.coordinator === oin || participants.length === 1) throw new KoppelError('case.lead-organisation');
}
