import { compileSchema, KoppelError, Uuid } from '@koppel/contract';
import { Type } from 'typebox';
import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '../../platform/data-source.ts';
import type { ActiveMandate, ParamsOf, ResultOf } from '../../platform/actions.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Lesson, LessonView } from '../../platform/lesson-actions.ts';
import { modelEditor } from '../../platform/offices.ts';
import { decodeCursor, defaultPageSize, pageOf } from '../../platform/paging.ts';
import { withoutVersions } from '../../platform/process/additions.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import type { JsonObject } from '../../platform/process/process-event.ts';
import type { ProcessRecord } from '../../platform/process/process-record.ts';
import { actorAt, doerOf, isWithin, mandatesHeldBy, meetViewer, viewerWith } from '../../platform/process/viewer.ts';
import { invalidAt } from '../../platform/refusal.ts';
import { requireSpeaker } from './lesson-rules.ts';
import { lessonSight, officesIn } from './lesson-sight.ts';
import type { LessonStore, StoredLesson } from './lesson.store.ts';

const positions = compileSchema(Type.Object({ id: Uuid }, { additionalProperties: false }));

/** The way back from a case to the reference model, traceable in both directions. */
export class Lessons {
  readonly #tools: ProcessTools;
  readonly #store: LessonStore;

  constructor(tools: ProcessTools, store: LessonStore) {
    this.#tools = tools;
    this.#store = store;
  }

  /** Puts a lesson that a decision recorded before those who write the model. */
  async propose({ caller, case: id, lesson: draft }: ParamsOf<'cases.proposeLesson'>): Promise<LessonView> {
    const { desk, models, call, clock } = this.#tools;
    const viewer = await meetViewer(call, caller);
    const record = await desk.get(viewer, 'case', id);
    const decision = decisionOf(record, draft);
    const capacity = requireSpeaker(await models.get(String(record.model)), decision, actorAt(viewer, record));
    const lesson: Lesson = {
      id: uuidv7(),
      ...draft,
      collaboration: record.collaboration,
      theme: record.theme,
      proposedBy: { oin: viewer.oin, person: viewer.person },
      proposedAt: new Date(clock.now()).toISOString(),
      status: 'open',
      model: null,
      decidedBy: null,
      reasons: null,
    };
    const facts = { lesson: lesson.id, decision: draft.decision, index: draft.index };
    await desk.commit({
      collaboration: record.collaboration,
      by: doerOf(viewer, capacity),
      model: record.model,
      changes: [this.#change(record, { type: 'lesson-proposed', facts })],
      alongside: (manager) => this.#store.insert(manager, { lesson, root: record.id }),
    });
    return { ...lesson, case: record.id };
  }

  async list(asked: ParamsOf<'cases.listLessons'>): Promise<ResultOf<'cases.listLessons'>> {
    const mandates = await mandatesHeldBy(this.#tools.call, asked.caller);
    const limit = asked.page.limit ?? defaultPageSize;
    const after = asked.page.after === undefined ? null : decodeCursor<{ id: string }>(asked.page.after, positions).id;
    const viewer = viewerWith(asked.caller, mandates);
    const sight = (first: number) => lessonSight(mandates, viewer, first);
    const query = { sight, status: asked.status ?? null, model: asked.model ?? null, after, limit: limit + 1 };
    const collaborations = [...new Set(mandates.map(({ collaboration }) => collaboration))];
    const rows = await this.#tools.desk.within(collaborations, (manager) => this.#store.list(manager, query));
    const page = pageOf(rows, limit, ({ lesson: { id } }) => ({ id }));
    return { ...page, items: await this.#viewsOf(asked.caller, mandates, page.items) };
  }

  /** A model-editor takes a lesson into a version of the model or declines it; the case is told. */
  async decide(asked: ParamsOf<'cases.decideLesson'>): Promise<LessonView> {
    const { desk } = this.#tools;
    const mandates = await mandatesHeldBy(this.#tools.call, asked.caller);
    const offices = officesIn(mandates).filter(({ role }) => role === modelEditor.role);
    if (offices.length === 0)
      throw new KoppelError('mandate.missing', undefined, { details: { role: modelEditor.role } });
    const { stored, mandate } = await this.#find(offices, asked.id);
    const { oin, client, person = '' } = asked.caller;
    const model = asked.outcome === 'adopted' ? await this.#requireModel(asked, stored.lesson) : null;
    const { outcome: status, reasons } = asked;
    const lesson: Lesson = { ...stored.lesson, status, model, decidedBy: { oin, person }, reasons };
    const record = await desk.findWithin([lesson.collaboration], stored.root);
    if (!record) throw new KoppelError('resource.not-found');
    const { role, level } = mandate;
    const decided = { type: 'lesson-decided', facts: { lesson: lesson.id, outcome: status, model } };
    const commit = {
      collaboration: lesson.collaboration,
      by: { oin, client, person, capacity: { role, level, mandate: mandate.mandate } },
      model: record.model,
      changes: [this.#change(record, decided)],
      alongside: async (manager: Transaction) => {
        if (!(await this.#store.decide(manager, lesson))) throw new KoppelError('process.closed');
      },
    };
    await desk.commit(commit).catch(withoutVersions);
    return required(await this.#viewsOf(asked.caller, mandates, [{ lesson, root: stored.root }]));
  }

  #change({ id, version }: ProcessRecord, event: { type: string; facts: JsonObject }) {
    return { stream: id, kind: 'case', root: id, seenVersion: version, events: [event] } as const;
  }

  /** @throws KoppelError `resource.not-found` for a lesson about a model that is not theirs to write */
  async #find(
    offices: readonly ActiveMandate[],
    id: string,
  ): Promise<{ stored: StoredLesson; mandate: ActiveMandate }> {
    const collaborations = offices.map(({ collaboration }) => collaboration);
    const stored = await this.#tools.desk.within(collaborations, (manager) => this.#store.find(manager, id));
    const mandate = stored && offices.find((office) => isWithin(office, { ...stored.lesson, region: '' }));
    if (!stored || !mandate) throw new KoppelError('resource.not-found');
    return { stored, mandate };
  }

  /** @throws KoppelError `request.invalid` when there is no such version of a model of the lesson's own theme. */
  async #requireModel(
    { caller, model: id }: ParamsOf<'cases.decideLesson'>,
    { collaboration, theme }: Lesson,
  ): Promise<string> {
    const record = id === undefined ? undefined : await this.#tools.call('model.get', { caller, id }).catch(notFound);
    if (record?.collaboration === collaboration && record.theme === theme) return record.id;
    throw invalidAt('/body/model', 'must be the version of the model that takes the lesson in');
  }

  /** The case, and the decision in it, are told to those who may know of it, and to nobody else. */
  async #viewsOf(
    caller: Caller,
    mandates: readonly ActiveMandate[],
    lessons: readonly StoredLesson[],
  ): Promise<LessonView[]> {
    const viewer = viewerWith(caller, mandates);
    const where = `s.kind = 'case' AND s.id = ANY($1)`;
    const roots = lessons.map(({ root }) => root);
    const known = viewer
      ? await this.#tools.desk.list(viewer, { where, parameters: [roots], orderBy: 's.id', limit: roots.length + 1 })
      : [];
    const visible = new Set(known.map(({ id }) => id));
    return lessons.map(({ lesson, root }) =>
      visible.has(root) ? { ...lesson, case: root } : { ...lesson, decision: null, case: null },
    );
  }
}

/** @throws KoppelError `request.invalid` when no decision of the case recorded such a lesson. */
function decisionOf(
  { content }: ProcessRecord,
  { decision, index }: ParamsOf<'cases.proposeLesson'>['lesson'],
): JsonObject {
  const decisions = (content?.['decisions'] ?? []) as readonly JsonObject[];
  const found = decisions.find(({ event }) => event === decision);
  const lessons = (found?.['input'] as JsonObject | undefined)?.['lessons'];
  if (found && Array.isArray(lessons) && index < lessons.length) return found;
  throw invalidAt('/body/index', 'is not a lesson of that decision of this case');
}

function required([view]: readonly LessonView[]): LessonView {
  if (!view) throw new KoppelError('hub.failed');
  return view;
}

function notFound(error: unknown): undefined {
  if (!(error instanceof KoppelError) || error.code !== 'resource.not-found') throw error;
}
