import { KoppelError } from '@koppel/contract';
import type { Capacity, ReferenceModel, Step } from '@koppel/process';
import type { ParamsOf, ResultOf } from '../../platform/actions.ts';
import { addTo } from '../../platform/process/additions.ts';
import { requireResponsibleIn } from '../../platform/process/contributing.ts';
import { withRunningTime } from '../../platform/process/court.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import { changePart } from '../../platform/process/part-change.ts';
import { everyPart, requireRoom } from '../../platform/process/part-limit.ts';
import { pageOfParts } from '../../platform/process/part-page.ts';
import type { ProcessRecord } from '../../platform/process/process-record.ts';
import { requireVersion } from '../../platform/process/seen.ts';
import { actorAt, authoritiesAt, doerOf, meetViewer, type Viewer } from '../../platform/process/viewer.ts';
import { getOpenRoot } from '../item/get-open-root.ts';
import { consultationFor, consultedBy, notYetAsked, stepToConsult, type Addressee } from './consultation-opening.ts';
import { consultationsByMe, consultationsOf, consultationsToMe } from './consultation-queries.ts';
import { ended } from './consulted.ts';

/** Asking those whom the reference model wants to be consulted, each with a deadline. */
export class Consultations {
  readonly #tools: ProcessTools;

  constructor(tools: ProcessTools) {
    this.#tools = tools;
  }

  /** @throws KoppelError `resource.exists` when everybody was asked already */
  async ask({ caller, kind, id, draft, revision }: ParamsOf<'cases.consult'>): Promise<readonly ProcessRecord[]> {
    const viewer = await this.#meet(caller);
    return addTo(revision, async () => {
      const { root: record, standing } = await getOpenRoot(this.#tools, viewer, { kind, id });
      requireVersion(record, revision);
      const step = stepToConsult(standing, draft.step);
      const capacity = requireResponsibleIn([step], actorAt(viewer, record));
      const consultations = await this.#ofRoot(viewer, record.id);
      const everybody = await this.#addressees(standing.model, record, step);
      const addressees = notYetAsked(everybody, { step, record, consultations });
      if (addressees.length === 0) throw new KoppelError('resource.exists', 'Everybody was asked already in this step');
      await requireRoom(this.#tools.desk, record, addressees.length);
      return this.#open(viewer, { record, step, capacity, question: draft.question, addressees });
    });
  }

  async list({ caller, query }: ParamsOf<'cases.listConsultations'>): Promise<ResultOf<'cases.listConsultations'>> {
    const viewer = await this.#meet(caller);
    const queryFor = query.direction === 'by-me' ? consultationsByMe : consultationsToMe;
    return pageOfParts(this.#tools, viewer, { ...queryFor(viewer, query), limit: query.limit });
  }

  async listOf({
    caller,
    kind,
    id,
    page,
  }: ParamsOf<'cases.listConsultationsOf'>): Promise<ResultOf<'cases.listConsultations'>> {
    const viewer = await this.#meet(caller);
    const { root } = await this.#tools.desk.get(viewer, kind, id);
    return pageOfParts(this.#tools, viewer, { ...consultationsOf(root, page), limit: page.limit });
  }

  async get({ caller, id }: ParamsOf<'cases.getConsultation'>): Promise<ProcessRecord> {
    return this.#view(await this.#tools.desk.get(await this.#meet(caller), 'consultation', id));
  }

  /** By whoever holds the role that was asked, at the organisation that was asked; late is better than silence. */
  async answer({ caller, id, answer, revision }: ParamsOf<'cases.answerConsultation'>): Promise<ProcessRecord> {
    const viewer = await this.#meet(caller);
    const record = await this.#tools.desk.get(viewer, 'consultation', id);
    requireVersion(record, revision);
    if (record.content === null || !record.isOpen) throw new KoppelError('process.closed');
    const event = { ...ended(record, { action: 'answer', to: 'answered' }), content: { input: answer } };
    const capacity = requireAddressee(viewer, record);
    const planned = { event, capacity, inform: [] };
    return this.#view(await changePart(this.#tools.desk, { viewer, record }, planned));
  }

  async #open(
    viewer: Viewer,
    asked: { record: ProcessRecord; step: Step; capacity: Capacity; question: string; addressees: Addressee[] },
  ): Promise<ProcessRecord[]> {
    const { record, step, capacity, addressees } = asked;
    const opened = addressees.map((addressee) =>
      consultationFor(addressee, { ...asked, now: this.#tools.clock.now() }),
    );
    const facts = { step: step.id, consultations: opened.map(({ stream }) => stream) };
    const told = { type: 'consultation-asked', facts };
    const made = await this.#tools.desk.commit({
      collaboration: record.collaboration,
      by: doerOf(viewer, capacity),
      model: record.model,
      changes: [
        ...opened,
        { stream: record.id, kind: record.kind, root: record.id, seenVersion: record.version, events: [told] },
      ],
    });
    return made.slice(0, addressees.length);
  }

  /** Every role of the step at every organisation that is joined and has somebody in it. */
  async #addressees(model: ReferenceModel, record: ProcessRecord, step: Step): Promise<Addressee[]> {
    const { collaboration, theme, region, participants } = record;
    const roles = consultedBy(step);
    if (roles.length === 0) throw new KoppelError('process.transition-refused', 'Nobody is consulted in this step');
    const seats = roles.map((role) => ({
      role,
      level: model.roles.find(({ id }) => id === role)?.level ?? step.level,
    }));
    const holders = await this.#tools.call('identity.holdersOf', { seats, collaboration, theme, region });
    return roles.flatMap((role): Addressee[] => {
      const oins = participants.filter((oin) => holders.some((holder) => holder.oin === oin && holder.role === role));
      return oins.length === 0 ? [{ role, oin: null }] : oins.map((oin) => ({ role, oin }));
    });
  }

  #ofRoot(viewer: Viewer, root: string): Promise<ProcessRecord[]> {
    return this.#tools.desk.list(viewer, { ...consultationsOf(root), limit: everyPart });
  }

  #view(record: ProcessRecord): ProcessRecord {
    return withRunningTime(record, this.#tools.clock.now());
  }

  #meet(caller: ParamsOf<'cases.getConsultation'>['caller']): Promise<Viewer> {
    return meetViewer(this.#tools.call, caller);
  }
}

/** @throws KoppelError `process.role-missing` */
function requireAddressee(viewer: Viewer, record: ProcessRecord): Capacity {
  const authority = authoritiesAt(viewer, record).find(({ role }) => role === record.role);
  const isAsked = record.owner === null || record.owner === viewer.oin;
  if (!authority || !isAsked) throw new KoppelError('process.role-missing');
  return authority;
}
