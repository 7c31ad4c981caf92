import { KoppelError } from '@koppel/contract';
import type { ParamsOf } from '../../platform/actions.ts';
import { addTo } from '../../platform/process/additions.ts';
import { requireResponsible } from '../../platform/process/contributing.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import type { ProcessRecord } from '../../platform/process/process-record.ts';
import { firstOf, requireVersion } from '../../platform/process/seen.ts';
import { actorAt, doerOf, isSamePlace, type Viewer } from '../../platform/process/viewer.ts';
import { invalidAt } from '../../platform/refusal.ts';
import { getOpenRoot, type OpenRoot } from '../item/get-open-root.ts';
import { rolesToTell } from '../root/roles-to-tell.ts';
import { tokensOf } from '../search/search-tokens.ts';
import { subjectsBesides, subjectsIn } from '../subject/merge-subjects.ts';
import { requireSubjects } from '../subject/subject-rules.ts';

/** As many as a case may be opened on. */
const maxSignals = 100;

/**
 * Puts one signal more under a case that is being worked on; its subjects become the case's. Nothing is written into the
 * signal: whoever is joined to it and not to the case learns nothing of the case.
 */
export function addSignal(
  tools: ProcessTools,
  viewer: Viewer,
  asked: ParamsOf<'cases.addSignal'>,
): Promise<ProcessRecord> {
  return addTo(asked.revision, async () => {
    const opened = await getOpenRoot(tools, viewer, { kind: 'case', id: asked.id });
    const { root, standing } = opened;
    requireVersion(root, asked.revision);
    const capacity = requireResponsible(standing, actorAt(viewer, root));
    const { root: signal } = await getOpenRoot(tools, viewer, { kind: 'signal', id: asked.signal });
    requireAddable(opened, signal);
    const subjects = subjectsBesides(subjectsIn(root), subjectsIn(signal));
    requireSubjects(subjects, '/body/signal', subjectsIn(root).length);
    const content = { signal: signal.id, subjects, reasons: asked.reasons };
    const made = await tools.desk.commit({
      collaboration: root.collaboration,
      by: doerOf(viewer, capacity),
      model: root.model,
      changes: [
        {
          stream: root.id,
          kind: 'case',
          root: root.id,
          seenVersion: root.version,
          events: [{ type: 'signal-added', content }],
        },
      ],
      relyingOn: [{ id: signal.id, version: signal.version }],
      tell: [{ stream: root.id, roles: rolesToTell(standing) }],
      tokens: [{ root: root.id, tokens: await tokensOf(tools.hashes, root.collaboration, { subjects }) }],
    });
    return firstOf(made);
  });
}

/** @throws KoppelError `resource.exists`, `request.invalid`, `process.guard-unmet` for a signal that no case may be opened on. */
function requireAddable({ root, model }: OpenRoot, signal: ProcessRecord): void {
  const signals = (root.content?.['signals'] ?? []) as readonly string[];
  if (signals.includes(signal.id)) throw new KoppelError('resource.exists');
  if (!isSamePlace(signal, root))
    throw invalidAt('/body/signal', 'must belong to the collaboration, theme and region of the case');
  if (signals.length >= maxSignals)
    throw invalidAt('/body/signal', `must not make more than ${maxSignals} signals in one case`);
  const asked = model.machines.case.opening.guards.filter(({ rule }) => rule === 'signals-in');
  const unmet = asked.filter(({ states = [] }) => !states.includes(signal.state));
  if (unmet.length === 0) return;
  const told = unmet.map(({ rule: guard, states = [] }) => ({
    guard,
    message: `It must be in: ${states.join(', ')}.`,
  }));
  throw new KoppelError('process.guard-unmet', undefined, { details: { unmet: told } });
}
