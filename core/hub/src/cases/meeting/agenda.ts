import { KoppelError } from '@koppel/contract';
import { v7 as uuidv7 } from 'uuid';
import type { Attendee, Capacity } from '@koppel/process';
import type { ParamsOf } from '../../platform/actions.ts';
import type { AgendaItem } from '../../platform/conference.schema.ts';
import { addTo } from '../../platform/process/additions.ts';
import { requireContributor, requireResponsible } from '../../platform/process/contributing.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import type { EventDraft } from '../../platform/process/process-event.ts';
import { isRetentionOver, type ProcessRecord } from '../../platform/process/process-record.ts';
import type { Commit } from '../../platform/process/process-writer.ts';
import { firstOf, requireVersion } from '../../platform/process/seen.ts';
import { actorAt, doerOf, meetViewer, type Viewer } from '../../platform/process/viewer.ts';
import { invalidAt } from '../../platform/refusal.ts';
import { getOpenRoot, type OpenRoot } from '../item/get-open-root.ts';
import { agendaAdded, agendaItemOf, isOnAgenda } from './agenda-items.ts';

/** More than any meeting gets through. */
const maxItems = 500;

/** What of a meeting's agenda the viewer may know of. */
export async function agendaOf({ desk }: ProcessTools, viewer: Viewer, conference: string): Promise<AgendaItem[]> {
  const records = await onAgenda(desk, viewer, conference);
  return records.flatMap((record) => agendaItemOf(record, conference) ?? []);
}

const onAgenda = (desk: ProcessTools['desk'], viewer: Viewer, conference: string): Promise<ProcessRecord[]> =>
  desk.list(viewer, {
    where: 's.id IN (SELECT a.root FROM process_agenda a WHERE a.conference = $1)',
    parameters: [conference],
    orderBy: 's.opened_at, s.id',
    limit: maxItems,
  });

/** What meetings discuss and decide. It is written into the signal or case: whoever may not know of that sees nothing of this. */
export class Agenda {
  readonly #tools: ProcessTools;

  constructor(tools: ProcessTools) {
    this.#tools = tools;
  }

  /** By whoever contributes to the signal or case, on the agenda of a meeting of its own body. */
  async add({ caller, id, draft, revision }: ParamsOf<'cases.addToAgenda'>): Promise<AgendaItem> {
    const viewer = await meetViewer(this.#tools.call, caller);
    return addTo(revision, async () => {
      const conference = await this.#openConference(viewer, id);
      const open = await getOpenRoot(this.#tools, viewer, draft);
      const { root, standing } = open;
      requireVersion(root, revision);
      if (root.body !== conference.body) throw invalidAt('/body/id', 'is dealt with by another body');
      if (isOnAgenda(root, id)) throw new KoppelError('resource.exists', 'It is on the agenda already');
      const capacity = requireContributor(standing, actorAt(viewer, root));
      const item = uuidv7();
      const event = agendaAdded(id, { item, topic: draft.topic });
      const { collaboration } = root;
      return this.#write(viewer, { open, conference, capacity, event }, async (manager) => {
        await manager.query(
          'INSERT INTO process_agenda (item, conference, root, collaboration) VALUES ($1, $2, $3, $4)',
          [item, id, root.id, collaboration],
        );
      });
    });
  }

  /** Written down by R or A of a step that can be done now; doing what was decided stays for a person to do. */
  async decide({ caller, id, decision, revision }: ParamsOf<'cases.decideInConference'>): Promise<AgendaItem> {
    const viewer = await meetViewer(this.#tools.call, caller);
    return addTo(revision, async () => {
      const conference = await this.#openConference(viewer, id);
      const { item, text, action } = decision;
      const open = await getOpenRoot(this.#tools, viewer, await this.#itemOf(viewer, id, item));
      const { root, standing } = open;
      requireVersion(root, revision);
      const capacity = requireResponsible(standing, actorAt(viewer, root));
      const known = standing.model.machines[standing.machine].transitions.some((one) => one.id === action);
      if (action !== undefined && !known) throw invalidAt('/body/action', 'is no action of the reference model');
      const content = { text, ...(action === undefined ? {} : { action }) };
      const event = { type: 'conference-decided', facts: { item, conference: id }, content };
      return this.#write(viewer, { open, conference, capacity, event });
    });
  }

  /** Who of the partners joined to a signal or case was at a meeting where it was discussed. */
  async attendanceOf({
    conference: id,
    root: rootId,
    collaboration,
  }: ParamsOf<'cases.attendanceOf'>): Promise<Attendee[]> {
    const conference = await this.#tools.desk.findWithin([collaboration], id);
    const root = await this.#tools.desk.findWithin([collaboration], rootId);
    if (conference?.kind !== 'conference' || !root || conference.body !== root.body || !isOnAgenda(root, id))
      throw invalidAt('/body/conference', 'is no meeting of this body with this on its agenda');
    return attendedIn(conference, this.#tools.clock.now()).filter(({ oin }) => root.participants.includes(oin));
  }

  async #itemOf(viewer: Viewer, conference: string, item: string): Promise<AgendaItem> {
    const found = (await agendaOf(this.#tools, viewer, conference)).find((one) => one.item === item);
    if (!found) throw invalidAt('/body/item', 'is not on the agenda of this meeting');
    return found;
  }

  async #openConference(viewer: Viewer, id: string): Promise<ProcessRecord> {
    const conference = await this.#tools.desk.get(viewer, 'conference', id);
    if (!conference.isOpen || conference.content === null) throw new KoppelError('process.closed');
    return conference;
  }

  /** The meeting stays as it is, and must not have been closed meanwhile. */
  async #write(
    viewer: Viewer,
    said: { open: OpenRoot; conference: ProcessRecord; capacity: Capacity; event: EventDraft },
    alongside?: NonNullable<Commit['alongside']>,
  ): Promise<AgendaItem> {
    const { open, conference, capacity, event } = said;
    const { root, standing } = open;
    const made = await this.#tools.desk.commit({
      collaboration: root.collaboration,
      by: doerOf(viewer, capacity),
      model: root.model,
      changes: [{ stream: root.id, kind: standing.machine, root: root.id, seenVersion: root.version, events: [event] }],
      relyingOn: [{ id: conference.id, version: conference.version }],
      ...(alongside ? { alongside } : {}),
    });
    const item = agendaItemOf(firstOf(made), conference.id);
    if (!item) throw new KoppelError('hub.failed', 'An agenda item is not where it was written');
    return item;
  }
}

/** What a meeting tells as long as it is kept. */
const attendedIn = ({ content, retention }: ProcessRecord, now: number): readonly Attendee[] =>
  isRetentionOver(retention, now) ? [] : ((content?.['attended'] ?? []) as unknown as readonly Attendee[]);
