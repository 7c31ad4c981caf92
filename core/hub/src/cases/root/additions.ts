import { KoppelError } from '@koppel/contract';
import type { Capacity } from '@koppel/process';
import type { ParamsOf } from '../../platform/actions.ts';
import type { RootChange } from '../../platform/case-actions.ts';
import { addTo } from '../../platform/process/additions.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import type { EventDraft } from '../../platform/process/process-event.ts';
import type { ProcessRecord } from '../../platform/process/process-record.ts';
import { firstOf, requireVersion } from '../../platform/process/seen.ts';
import type { SearchToken } from '../../platform/process/search-hashes.ts';
import { requireContributor, requireResponsible } from '../../platform/process/contributing.ts';
import { actorAt, doerOf, type Viewer } from '../../platform/process/viewer.ts';
import { getOpenRoot, type OpenRoot } from '../item/get-open-root.ts';
import { tokensOf } from '../search/search-tokens.ts';
import { requireSubjects } from '../subject/subject-rules.ts';
import { joinEvent } from './joining.ts';
import { rolesToTell } from './roles-to-tell.ts';

/** What somebody adds, and in which capacity. */
interface Addition {
  readonly event: EventDraft;
  readonly capacity: Capacity;
  readonly tell?: readonly string[];
  readonly tokens?: readonly SearchToken[];
}

/** Adds to a signal or case without changing its state; what others add at the same time goes together with it. */
async function add(
  tools: ProcessTools,
  viewer: Viewer,
  { asked, plan }: { asked: RootChange; plan: (opened: OpenRoot) => Promise<Addition> },
): Promise<ProcessRecord> {
  return addTo(asked.revision, async () => {
    const opened = await getOpenRoot(tools, viewer, asked);
    const { root } = opened;
    requireVersion(root, asked.revision);
    const { event, capacity, tell = [], tokens = [] } = await plan(opened);
    const made = await tools.desk.commit({
      collaboration: root.collaboration,
      by: doerOf(viewer, capacity),
      model: root.model,
      changes: [{ stream: root.id, kind: asked.kind, root: root.id, seenVersion: root.version, events: [event] }],
      tell: [{ stream: root.id, roles: tell }],
      tokens: [{ root: root.id, tokens }],
    });
    return firstOf(made);
  });
}

export function addSubject(
  tools: ProcessTools,
  viewer: Viewer,
  asked: ParamsOf<'cases.addSubject'>,
): Promise<ProcessRecord> {
  const { subject } = asked;
  const plan = async ({ root, standing }: OpenRoot): Promise<Addition> => {
    const capacity = requireContributor(standing, actorAt(viewer, root));
    const count = countSubjects(root);
    requireSubjects([subject], '/body', count);
    const tokens = await tokensOf(tools.hashes, root.collaboration, { subjects: [subject] });
    return { event: { type: 'subject-added', facts: { number: count + 1 }, content: { subject } }, capacity, tokens };
  };
  return add(tools, viewer, { asked, plan });
}

/** A person turns out to have another role: whoever is responsible says so, with reasons (Wpg art. 6b). */
export function changeSubjectRole(
  tools: ProcessTools,
  viewer: Viewer,
  asked: ParamsOf<'cases.changeSubjectRole'>,
): Promise<ProcessRecord> {
  const { number, role, reasons } = asked;
  const plan = async ({ root, standing }: OpenRoot): Promise<Addition> => {
    const capacity = requireResponsible(standing, actorAt(viewer, root));
    requirePerson(root, number);
    return { event: { type: 'subject-role-changed', facts: { number }, content: { role, reasons } }, capacity };
  };
  return add(tools, viewer, { asked, plan });
}

/** Joins a partner, which from then on sees everything in it; its people are told. */
export function join(tools: ProcessTools, viewer: Viewer, asked: ParamsOf<'cases.join'>): Promise<ProcessRecord> {
  const plan = async ({ root, standing }: OpenRoot): Promise<Addition> => {
    const capacity = requireResponsible(standing, actorAt(viewer, root));
    return { event: await joinEvent(tools.call, root, asked), capacity, tell: rolesToTell(standing) };
  };
  return add(tools, viewer, { asked, plan });
}

const subjectsIn = ({ content }: ProcessRecord) =>
  (content?.['subjects'] ?? []) as readonly { readonly number: number; readonly kind: string }[];

const countSubjects = (root: ProcessRecord): number => subjectsIn(root).length;

/** @throws KoppelError `resource.not-found`, or `request.invalid` when it is no person. */
function requirePerson(root: ProcessRecord, number: number): void {
  const subject = subjectsIn(root).find((each) => each.number === number);
  if (!subject) throw new KoppelError('resource.not-found');
  if (subject.kind === 'person') return;
  const faults = [{ path: '/body/role', message: 'is for persons only' }];
  throw new KoppelError('request.invalid', undefined, { details: { faults } });
}
