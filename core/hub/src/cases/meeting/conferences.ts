import { KoppelError } from '@koppel/contract';
import type { Capacity, ReferenceModel } from '@koppel/process';
import { v7 as uuidv7 } from 'uuid';
import type { ConferenceStep, ConferenceWithAgenda } from '../../platform/conference-actions.ts';
import type { ParamsOf, ResultOf } from '../../platform/actions.ts';
import type { Body } from '../../platform/body.schema.ts';
import { defaultPageSize, pageOf } from '../../platform/paging.ts';
import { unheldRoles } from '../../platform/process/attendance.ts';
import { afterCursor, dueOrder, duePositionOf } from '../../platform/process/due-order.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import type { EventDraft, JsonObject } from '../../platform/process/process-event.ts';
import type {
  OpenedFacts,
  ProcessRecord,
  RetentionStart,
  TransitionedFacts,
} from '../../platform/process/process-record.ts';
import { firstOf, requireVersion } from '../../platform/process/seen.ts';
import { doerOf, meetViewer, type Viewer } from '../../platform/process/viewer.ts';
import { refuseIf } from '../../platform/refusal.ts';
import { getOwnBody } from '../root/body-of.ts';
import { agendaOf } from './agenda.ts';
import { conferenceFaults, longestClock, requireConvener, strangers } from './conference-rules.ts';

interface Chair {
  readonly viewer: Viewer;
  readonly record: ProcessRecord;
  readonly capacity: Capacity;
  readonly model: ReferenceModel;
}

/** Meetings of a body. They know who came; what was said about a case belongs to the case. */
export class Conferences {
  readonly #tools: ProcessTools;

  constructor(tools: ProcessTools) {
    this.#tools = tools;
  }

  async convene({ caller, body: id, draft }: ParamsOf<'cases.conveneConference'>): Promise<ProcessRecord> {
    const viewer = await meetViewer(this.#tools.call, caller);
    const body = await getOwnBody(this.#tools.call, viewer.oin, id);
    const { id: version, model } = await this.#tools.models.inForce(body);
    const capacity = requireConvener(viewer, body, model);
    const now = this.#tools.clock.now();
    refuseIf(conferenceFaults(draft, { body, model, now }));
    const retention = longestClock(model, now);
    const stream = uuidv7();
    const made = await this.#tools.desk.commit({
      collaboration: body.collaboration,
      by: doerOf(viewer, capacity),
      model: version,
      changes: [
        {
          stream,
          kind: 'conference',
          root: stream,
          seenVersion: 0,
          events: [convened({ body, version, draft, retention })],
        },
      ],
    });
    return firstOf(made);
  }

  /** Of one body, the first meeting first. */
  async list({
    caller,
    body: id,
    query,
  }: ParamsOf<'cases.listConferences'>): Promise<ResultOf<'cases.listConferences'>> {
    const viewer = await meetViewer(this.#tools.call, caller);
    const { id: body } = await this.#tools.call('cases.getBody', { caller, id });
    const { limit = defaultPageSize, open, after } = query;
    const rest = afterCursor(after, 3);
    const records = await this.#tools.desk.list(viewer, {
      where: `s.kind = 'conference' AND s.body = $1 AND ($2::boolean IS NULL OR s.is_open = $2) AND ${rest.sql}`,
      parameters: [body, open ?? null, ...rest.parameters],
      orderBy: dueOrder,
      limit: limit + 1,
    });
    return pageOf(records, limit, duePositionOf);
  }

  /** With the items of its agenda that the viewer may know of, as if there were no others. */
  async get({ caller, id }: ParamsOf<'cases.getConference'>): Promise<ConferenceWithAgenda> {
    const viewer = await meetViewer(this.#tools.call, caller);
    const { record } = await this.#ofMember(viewer, id);
    return { ...record, agenda: await agendaOf(this.#tools, viewer, id) };
  }

  /** Who was there; the list as a whole, so that a mistake can be mended until the meeting is closed. */
  async recordAttendance({ attendance, ...step }: ParamsOf<'cases.recordAttendance'>): Promise<ProcessRecord> {
    const chair = await this.#chair(step);
    const { attended } = attendance;
    const { participants } = chair.record;
    const unheld = await unheldRoles(this.#tools.call, chair.record, { people: attended, path: '/body/attended' });
    refuseIf([...strangers('attended', attended, participants), ...unheld]);
    const facts = { attended: attended.map(({ oin }) => oin) };
    return this.#change(chair, { type: 'attendance-recorded', facts, content: { attended } });
  }

  async close({ reasons, ...step }: ParamsOf<'cases.closeConference'>): Promise<ProcessRecord> {
    const chair = await this.#chair(step);
    const { record, model } = chair;
    const facts: TransitionedFacts = {
      action: 'close',
      step: '',
      from: record.state,
      to: 'closed',
      phase: null,
      isOpen: false,
      dueAt: record.dueAt,
      court: 'nobody',
      retention: longestClock(model, this.#tools.clock.now()),
    };
    const content = { input: { reasons } };
    return this.#change(chair, { type: 'transitioned', facts: facts as unknown as JsonObject, content });
  }

  /** A meeting knows who was a member when it was convened; whoever has left since does not come back to it. */
  async #ofMember(viewer: Viewer, id: string): Promise<{ record: ProcessRecord; body: Body }> {
    const record = await this.#tools.desk.get(viewer, 'conference', id);
    const body = await this.#tools.call('cases.findBody', { id: String(record.body) });
    if (!body?.members.includes(viewer.oin)) throw new KoppelError('resource.not-found');
    return { record, body };
  }

  /** Who may run this meeting, on the version that they saw. */
  async #chair({ caller, id, revision }: ConferenceStep): Promise<Chair> {
    const viewer = await meetViewer(this.#tools.call, caller);
    const { record, body } = await this.#ofMember(viewer, id);
    const model = await this.#tools.models.get(String(record.model));
    const capacity = requireConvener(viewer, body, model);
    requireVersion(record, revision);
    if (!record.isOpen || record.content === null) throw new KoppelError('process.closed');
    return { viewer, record, capacity, model };
  }

  async #change({ viewer, record, capacity }: Chair, event: EventDraft): Promise<ProcessRecord> {
    const { id, collaboration, model, version } = record;
    const changed = await this.#tools.desk.commit({
      collaboration,
      by: doerOf(viewer, capacity),
      model,
      changes: [{ stream: id, kind: 'conference', root: id, seenVersion: version, events: [event] }],
    });
    return firstOf(changed);
  }
}

function convened({
  body,
  version,
  draft,
  retention,
}: {
  body: Body;
  version: string;
  draft: ParamsOf<'cases.conveneConference'>['draft'];
  retention: RetentionStart;
}): EventDraft {
  const { collaboration, theme, region, members, id } = body;
  const heldAt = new Date(draft.heldAt).toISOString();
  const facts: OpenedFacts & { invited: readonly string[] } = {
    collaboration,
    theme,
    region,
    body: id,
    model: version,
    state: 'planned',
    phase: null,
    isOpen: true,
    participants: members,
    owner: null,
    role: null,
    dueAt: heldAt,
    court: 'nobody',
    retention,
    invited: draft.invited.map(({ oin }) => oin),
  };
  return { type: 'opened', facts: facts as unknown as JsonObject, content: { ...draft, heldAt } };
}
