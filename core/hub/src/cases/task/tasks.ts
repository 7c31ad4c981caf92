import { KoppelError } from '@koppel/contract';
import { v7 as uuidv7 } from 'uuid';
import type { ParamsOf, ResultOf } from '../../platform/actions.ts';
import { planAction, type Planned } from '../../platform/process/acting.ts';
import { inputOfBody } from '../../platform/process/action-input.ts';
import { addTo } from '../../platform/process/additions.ts';
import { withRunningTime } from '../../platform/process/court.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import { caseKnownFor } from '../../platform/process/case-of-part.ts';
import { changePart } from '../../platform/process/part-change.ts';
import { requireRoom } from '../../platform/process/part-limit.ts';
import { pageOfParts } from '../../platform/process/part-page.ts';
import type { ProcessRecord } from '../../platform/process/process-record.ts';
import type { Commit } from '../../platform/process/process-writer.ts';
import { firstOf, requireVersion } from '../../platform/process/seen.ts';
import { actorAt, doerOf, meetViewer, type Viewer } from '../../platform/process/viewer.ts';
import { invalidAt, refuseIf } from '../../platform/refusal.ts';
import { getOpenRoot } from '../item/get-open-root.ts';
import { planTask, type TaskPlan } from './task-opening.ts';
import { ownTasks, tasksOfCase } from './task-queries.ts';
import { canTake, requireHolder, taskFaults } from './task-rules.ts';

/** Work that partners do for a case, each with an owner, a deadline and a side whose turn it is. */
export class Tasks {
  readonly #tools: ProcessTools;

  constructor(tools: ProcessTools) {
    this.#tools = tools;
  }

  /** The case counts one task more in the same breath, so that whoever closes it knows of this one. */
  async open({ caller, case: id, draft, revision }: ParamsOf<'cases.openTask'>): Promise<ProcessRecord> {
    const viewer = await this.#meet(caller);
    return addTo(revision, async () => {
      const { root: record, model } = await getOpenRoot(this.#tools, viewer, { kind: 'case', id });
      if (!record.isOpen) throw new KoppelError('process.closed');
      requireVersion(record, revision);
      const now = this.#tools.clock.now();
      refuseIf(taskFaults(draft, { model, record, now }));
      const { due, ...rest } = draft;
      const task: TaskPlan = { ...rest, ...(due === undefined ? {} : { dueAt: new Date(due).toISOString() }) };
      const { event, capacity, inform } = planTask({ model, record, now }, actorAt(viewer, record), task);
      await requireRoom(this.#tools.desk, record);
      const stream = uuidv7();
      const told = { type: 'task-opened', facts: { task: stream, owner: draft.owner, role: draft.role } };
      const made = await this.#tools.desk.commit({
        collaboration: record.collaboration,
        by: doerOf(viewer, capacity),
        model: record.model,
        changes: [
          { stream, kind: 'task', root: record.id, seenVersion: 0, events: [event] },
          { stream: record.id, kind: 'case', root: record.id, seenVersion: record.version, events: [told] },
        ],
        tell: [{ stream, roles: inform }],
      });
      return this.#view(firstOf(made));
    });
  }

  /** What the viewer's organisation has to do in the roles that the viewer holds. */
  async list({ caller, query }: ParamsOf<'cases.listTasks'>): Promise<ResultOf<'cases.listTasks'>> {
    const viewer = await this.#meet(caller);
    return pageOfParts(this.#tools, viewer, {
      ...ownTasks(viewer, query, this.#tools.clock.now()),
      limit: query.limit,
    });
  }

  /** All of a case, whoever owns them. */
  async listOfCase({
    caller,
    case: id,
    page,
  }: ParamsOf<'cases.listTasksOfCase'>): Promise<ResultOf<'cases.listTasks'>> {
    const viewer = await this.#meet(caller);
    const { root } = await this.#tools.desk.get(viewer, 'case', id);
    return pageOfParts(this.#tools, viewer, { ...tasksOfCase(root, page), limit: page.limit });
  }

  async get({ caller, id }: ParamsOf<'cases.getTask'>): Promise<ProcessRecord> {
    return this.#view(await this.#tools.desk.get(await this.#meet(caller), 'task', id));
  }

  /** Whatever the model knows: taking it up, waiting, finishing, declining. */
  async act({ caller, id, revision, action: body }: ParamsOf<'cases.actOnTask'>): Promise<ProcessRecord> {
    const viewer = await this.#meet(caller);
    const record = await this.#tools.desk.get(viewer, 'task', id);
    requireVersion(record, revision);
    const { action: name, intent = 'decide' } = body;
    const model = await this.#tools.models.get(String(record.model));
    const looked = { model, machine: 'task', action: name } as const;
    const { known, relyingOn } = await caseKnownFor(this.#tools.desk, record, looked);
    const planned = planAction({
      model,
      machine: 'task',
      record,
      action: { name, intent },
      input: await inputOfBody(this.#tools, record, body),
      actor: actorAt(viewer, record),
      known,
      now: this.#tools.clock.now(),
    });
    return this.#change(viewer, record, { ...planned, relyingOn });
  }

  /** The owner's people give it to one of them. */
  async assign({ caller, id, revision, assignee }: ParamsOf<'cases.assignTask'>): Promise<ProcessRecord> {
    const viewer = await this.#meet(caller);
    return addTo(revision, async () => {
      const record = await this.#tools.desk.get(viewer, 'task', id);
      requireVersion(record, revision);
      if (record.content === null || !record.isOpen) throw new KoppelError('process.closed');
      const capacity = requireHolder(viewer, record);
      if (assignee !== undefined) await this.#requireTaker(record, { oin: viewer.oin, person: assignee });
      const event = { type: 'assigned', facts: { owner: viewer.oin, assignee: assignee ?? null } };
      return this.#change(viewer, record, {
        event,
        capacity,
        inform: [],
        relyingOn: await this.#stayOf(viewer, record),
      });
    });
  }

  /** Whoever takes what nobody owned is still joined to the case when they do. */
  async #stayOf(viewer: Viewer, { root, owner }: ProcessRecord): Promise<NonNullable<Commit['relyingOn']>> {
    return owner === null ? [await this.#tools.desk.get(viewer, 'case', root)] : [];
  }

  async #requireTaker(record: ProcessRecord, who: { oin: string; person: string }): Promise<void> {
    if (canTake(await this.#tools.call('identity.mandatesOf', who), record)) return;
    throw invalidAt('/body/assignee', 'holds no mandate for the role of this task');
  }

  async #change(
    viewer: Viewer,
    record: ProcessRecord,
    planned: Planned & Pick<Commit, 'relyingOn'>,
  ): Promise<ProcessRecord> {
    return this.#view(await changePart(this.#tools.desk, { viewer, record }, planned));
  }

  #view(record: ProcessRecord): ProcessRecord {
    return withRunningTime(record, this.#tools.clock.now());
  }

  #meet(caller: ParamsOf<'cases.getTask'>['caller']): Promise<Viewer> {
    return meetViewer(this.#tools.call, caller);
  }
}
