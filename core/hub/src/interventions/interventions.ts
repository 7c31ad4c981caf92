import { KoppelError } from '@koppel/contract';
import { addWorkingDays, type InterventionType, type ReferenceModel } from '@koppel/process';
import { v7 as uuidv7 } from 'uuid';
import type { ParamsOf, ResultOf } from '../platform/actions.ts';
import { defaultPageSize, pageOf } from '../platform/paging.ts';
import { planAction, planOpening } from '../platform/process/acting.ts';
import { inputOfBody } from '../platform/process/action-input.ts';
import { afterCursor, dueOrder, duePositionOf } from '../platform/process/due-order.ts';
import type { ProcessTools } from '../platform/process/open-process.ts';
import { caseKnownFor } from '../platform/process/case-of-part.ts';
import { changePart } from '../platform/process/part-change.ts';
import { everyPart, requireRoom } from '../platform/process/part-limit.ts';
import type { ProcessRecord } from '../platform/process/process-record.ts';
import { firstOf, requireVersion } from '../platform/process/seen.ts';
import { actorAt, doerOf, meetViewer, type Viewer } from '../platform/process/viewer.ts';
import { planOf } from './plan.ts';

/** What partners do about a barrier, each under its own law and on its own account. */
export class Interventions {
  readonly #tools: ProcessTools;

  constructor(tools: ProcessTools) {
    this.#tools = tools;
  }

  async plan({ caller, case: id }: ParamsOf<'interventions.plan'>): Promise<ResultOf<'interventions.plan'>> {
    const viewer = await meetViewer(this.#tools.call, caller);
    const { record, model } = await this.#case(viewer, id);
    return planOf(model, record.id, await this.#ofCase(viewer, record.id));
  }

  /** Puts an intervention of the catalogue into the plan of a case; its owner has yet to accept it. */
  async propose(asked: ParamsOf<'interventions.propose'>): Promise<ProcessRecord> {
    const { desk, call, clock } = this.#tools;
    const viewer = await meetViewer(call, asked.caller);
    const { record, model } = await this.#case(viewer, asked.case);
    if (record.content === null || !record.isOpen) throw new KoppelError('process.closed');
    requireVersion(record, asked.revision);
    const type = typeOf(model, asked.draft, record);
    const now = clock.now();
    const known = { owner: asked.draft.owner, caseState: record.state };
    const planned = planOpening(
      { model, machine: 'intervention', actor: actorAt(viewer, record), known, now },
      { ...placeOf(record), owner: asked.draft.owner, role: null, ...deadlineOf(type, now) },
      { ...asked.draft },
    );
    await requireRoom(desk, record);
    const stream = uuidv7();
    const made = await desk.commit({
      collaboration: record.collaboration,
      by: doerOf(viewer, planned.capacity),
      model: record.model,
      changes: [
        { stream, kind: 'intervention', root: record.root, seenVersion: 0, events: [planned.event] },
        {
          stream: record.id,
          kind: 'case',
          root: record.root,
          seenVersion: record.version,
          events: [{ type: 'intervention-proposed', facts: { intervention: stream, discipline: type.discipline } }],
        },
      ],
      tell: [{ stream, roles: planned.inform }],
    });
    return firstOf(made);
  }

  /** Of one case, or else of the own organisation; each way has an index. */
  async list({
    caller,
    page,
    case: id,
    isOpen,
  }: ParamsOf<'interventions.list'>): Promise<ResultOf<'interventions.list'>> {
    const viewer = await meetViewer(this.#tools.call, caller);
    const { limit = defaultPageSize, after } = page;
    const [belongs, to] = id === undefined ? ['s.owner = $1', viewer.oin] : ['s.root = $1', id];
    const rest = afterCursor(after, 3);
    const records = await this.#tools.desk.list(viewer, {
      where: `${belongs} AND s.kind = 'intervention' AND ($2::boolean IS NULL OR s.is_open = $2) AND ${rest.sql}`,
      parameters: [to, isOpen ?? null, ...rest.parameters],
      orderBy: dueOrder,
      limit: limit + 1,
    });
    return pageOf(records, limit, duePositionOf);
  }

  async get({ caller, id }: ParamsOf<'interventions.get'>): Promise<ProcessRecord> {
    return this.#tools.desk.get(await meetViewer(this.#tools.call, caller), 'intervention', id);
  }

  /** Accepting, starting, completing, failing, withdrawing: whatever the model knows. */
  async act({ caller, id, revision, action: body }: ParamsOf<'interventions.act'>): Promise<ProcessRecord> {
    const { desk, models, call, clock } = this.#tools;
    const viewer = await meetViewer(call, caller);
    const record = await desk.get(viewer, 'intervention', id);
    requireVersion(record, revision);
    const { action: name, intent = 'decide' } = body;
    const model = await models.get(String(record.model));
    const { known, relyingOn } = await caseKnownFor(desk, record, { model, machine: 'intervention', action: name });
    const planned = planAction({
      model,
      machine: 'intervention',
      record,
      action: { name, intent },
      input: await inputOfBody(this.#tools, record, body),
      actor: actorAt(viewer, record),
      known,
      now: clock.now(),
    });
    return changePart(desk, { viewer, record }, { ...planned, relyingOn });
  }

  async #case(viewer: Viewer, id: string): Promise<{ record: ProcessRecord; model: ReferenceModel }> {
    const record = await this.#tools.desk.get(viewer, 'case', id);
    return { record, model: await this.#tools.models.get(String(record.model)) };
  }

  #ofCase(viewer: Viewer, root: string): Promise<ProcessRecord[]> {
    const where = `s.kind = 'intervention' AND s.root = $1`;
    return this.#tools.desk.list(viewer, { where, parameters: [root], orderBy: 's.opened_at, s.id', limit: everyPart });
  }
}

/** @throws KoppelError `request.invalid` with every fault of the draft. */
function typeOf(
  model: ReferenceModel,
  draft: ParamsOf<'interventions.propose'>['draft'],
  record: ProcessRecord,
): InterventionType {
  const type = model.interventions.find(({ id }) => id === draft.type);
  const faults = [
    ...(type ? [] : [{ path: '/body/type', message: 'is not in the catalogue of the reference model of this case' }]),
    ...(record.participants.includes(draft.owner)
      ? []
      : [{ path: '/body/owner', message: 'is not joined to this case' }]),
  ];
  if (!type || faults.length > 0) throw new KoppelError('request.invalid', undefined, { details: { faults } });
  return type;
}

const placeOf = ({ collaboration, theme, region, body, model }: ProcessRecord) => ({
  collaboration,
  theme,
  region,
  body,
  model,
  participants: [],
});

const deadlineOf = ({ deadline }: InterventionType, now: number): { dueAt?: string } =>
  deadline ? { dueAt: new Date(addWorkingDays(now, deadline.workingDays)).toISOString() } : {};
