import { KoppelError } from '@koppel/contract';
import { rolesOf, type Capacity } from '@koppel/process';
import type { ParamsOf } from '../../platform/actions.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import type { ProcessRecord } from '../../platform/process/process-record.ts';
import { firstOf, requireVersion } from '../../platform/process/seen.ts';
import { actorAt, doerOf, type Viewer } from '../../platform/process/viewer.ts';
import { getOpenRoot, type OpenRoot } from '../item/get-open-root.ts';

/** Turns down what somebody proposed. The state stays; what was proposed is remembered, with the reasons against it. */
export async function declineProposal(
  tools: ProcessTools,
  viewer: Viewer,
  { kind, id, revision, reasons }: ParamsOf<'cases.declineProposal'>,
): Promise<ProcessRecord> {
  const opened = await getOpenRoot(tools, viewer, { kind, id });
  const { root } = opened;
  requireVersion(root, revision);
  const { proposal } = root;
  if (!proposal) throw new KoppelError('process.transition-refused', 'Nothing is proposed');
  const facts = { action: proposal.action, step: proposal.step, proposal: proposal.event };
  const events = [{ type: 'declined', facts, content: { reasons } }];
  const made = await tools.desk.commit({
    collaboration: root.collaboration,
    by: doerOf(viewer, requireDecider(opened, viewer, proposal.step)),
    model: root.model,
    changes: [{ stream: id, kind, root: id, seenVersion: root.version, events }],
  });
  return firstOf(made);
}

/** @throws KoppelError `process.role-missing` for whoever is not accountable for the step. */
function requireDecider({ model, root }: OpenRoot, viewer: Viewer, stepId: string): Capacity {
  const step = model.process.steps.find(({ id }) => id === stepId);
  const accountable = step && rolesOf(step)?.accountable;
  const { authorities } = actorAt(viewer, root);
  const authority = authorities.find(({ role, level }) => level === step?.level && role === accountable);
  if (!authority) throw new KoppelError('process.role-missing');
  return authority;
}
