import {
  asKoppelError,
  compileSchema,
  Instant,
  KoppelError,
  Uuid,
  type AgreementRecord,
  type ExchangeReply,
  type QuestionEvidence,
} from '@koppel/contract';
import type { Standing } from '@koppel/process';
import { Type } from 'typebox';
import { v7 as uuidv7 } from 'uuid';
import type { ParamsOf, ResultOf } from '../../platform/actions.ts';
import { decodeCursor, defaultPageSize, pageOf } from '../../platform/paging.ts';
import { addTo } from '../../platform/process/additions.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import { requireRoom } from '../../platform/process/part-limit.ts';
import type { ProcessRecord } from '../../platform/process/process-record.ts';
import { firstOf, requireVersion } from '../../platform/process/seen.ts';
import { actorAt, doerOf, meetViewer, type Viewer } from '../../platform/process/viewer.ts';
import { invalidAt } from '../../platform/refusal.ts';
import type { InformationRequestDraft } from '../../platform/information-request.schema.ts';
import { getOpenRoot, type OpenRoot } from '../item/get-open-root.ts';
import { requireAsking, requireFit, type Asking } from './need.ts';
import type { Outcomes } from './outcomes.ts';
import { askedEvent, type Question } from './request-events.ts';
import { questionIdOf, requireSameQuestion } from './repeat.ts';

type Asked = ParamsOf<'cases.ask'>;

/** A question that is on record, about to leave. */
interface Put {
  readonly question: Question;
  readonly id: string;
  readonly evidence: QuestionEvidence | undefined;
}

interface Position {
  readonly at: string;
  readonly id: string;
}

const positions = compileSchema(Type.Object({ at: Instant, id: Uuid }, { additionalProperties: false }));

/**
 * Questions to partners from a signal or case. That something is asked is written down before it leaves, and what came of
 * it afterwards; in between goes a governed exchange, with the gate and the log of its own.
 */
export class InformationRequests {
  readonly #tools: ProcessTools;
  readonly #outcomes: Outcomes;

  constructor(tools: ProcessTools, outcomes: Outcomes) {
    this.#tools = tools;
    this.#outcomes = outcomes;
  }

  /** Asks once; a repeated idempotency key gets the question that it put before, whatever came of it, and asks nobody. */
  async ask(incoming: Asked): Promise<ResultOf<'cases.ask'>> {
    // What was signed goes with the exchange; its nonce is the asker's to keep and has no place in the case.
    const { evidence, ...draft } = incoming.draft;
    const asked: Asked = { ...incoming, draft };
    const { caller, id: root, idempotencyKey: key } = asked;
    if (!caller.scopes.includes('exchange')) throw new KoppelError('token.insufficient-scope');
    const viewer = await meetViewer(this.#tools.call, caller);
    const id = key === undefined ? uuidv7() : questionIdOf(viewer, root, key);
    const question = await addTo(asked.revision, () => this.#open(viewer, asked, id)).catch(async (error: unknown) => {
      const earlier = key === undefined ? undefined : await this.#findRepeated(viewer, asked, id);
      if (!earlier) throw error;
      return earlier;
    });
    if (!('asking' in question)) return { record: forViewer(viewer, question), isNew: false };
    return { record: forViewer(viewer, await this.#put(viewer, asked, { question, id, evidence })), isNew: true };
  }

  async #put(viewer: Viewer, asked: Asked, { evidence, ...put }: Put): Promise<ProcessRecord> {
    const { clock } = this.#tools;
    const askedAt = clock.now();
    const came = await this.#exchange(viewer, asked, { ...put, evidence });
    const by = doerOf(viewer, put.question.asking.capacity);
    const record = await this.#outcomes.record({ ...put, by }, { came, responseMs: clock.now() - askedAt });
    return { ...record, retention: put.question.root.retention };
  }

  async list({ caller, kind, id, page }: ParamsOf<'cases.listInformationRequests'>) {
    const { desk, call } = this.#tools;
    const viewer = await meetViewer(call, caller);
    const { root } = await desk.get(viewer, kind, id);
    const limit = page.limit ?? defaultPageSize;
    const after = page.after === undefined ? null : decodeCursor<Position>(page.after, positions);
    const records = await desk.list(viewer, {
      where: `s.root = $1 AND s.kind = 'information-request'
        AND ($2::timestamptz IS NULL OR (s.opened_at, s.id) > ($2, $3::uuid))`,
      parameters: [root, after?.at ?? null, after?.id ?? null],
      orderBy: 's.opened_at, s.id',
      limit: limit + 1,
    });
    const found = pageOf(records, limit, (record): Position => ({ at: record.openedAt, id: record.id }));
    return { ...found, items: found.items.map((record) => forViewer(viewer, record)) };
  }

  async get({ caller, id }: ParamsOf<'cases.getInformationRequest'>): Promise<ProcessRecord> {
    const viewer = await meetViewer(this.#tools.call, caller);
    return forViewer(viewer, await this.#tools.desk.get(viewer, 'information-request', id));
  }

  async #findRepeated(viewer: Viewer, { id: root, draft }: Asked, id: string): Promise<ProcessRecord | undefined> {
    const where = `s.id = $1 AND s.root = $2 AND s.kind = 'information-request'`;
    const [record] = await this.#tools.desk.list(viewer, { where, parameters: [id, root], orderBy: 's.id', limit: 1 });
    if (record) requireSameQuestion(record, draft);
    return record;
  }

  /** Writes down that it is asked, on the state of the case in which it may be. */
  async #open(viewer: Viewer, { kind, id: root, draft, revision }: Asked, id: string): Promise<Question> {
    const { desk } = this.#tools;
    const opened = await getOpenRoot(this.#tools, viewer, { kind, id: root });
    requireVersion(opened.root, revision);
    const { part, asking } = await this.#requireAsking(viewer, opened, draft);
    const record = await this.#getAgreement(viewer, draft.agreement);
    requireFit(record, asking.need, { collaboration: opened.root.collaboration, draft });
    await requireRoom(desk, opened.root);
    const question: Question = { root: opened.root, draft, asking, agreement: record.agreement };
    firstOf(
      await desk.commit({
        collaboration: opened.root.collaboration,
        by: doerOf(viewer, asking.capacity),
        model: opened.root.model,
        changes: [{ stream: id, kind: 'information-request', root, seenVersion: 0, events: [askedEvent(question)] }],
        relyingOn: [opened.root, ...part].map(({ id: stream, version }) => ({ id: stream, version })),
      }),
    );
    return question;
  }

  /** In a step of the signal or case itself, or of the task or intervention that the question names. */
  async #requireAsking(
    viewer: Viewer,
    { root, model, standing }: OpenRoot,
    { part: id, need }: InformationRequestDraft,
  ): Promise<{ part: readonly ProcessRecord[]; asking: Asking }> {
    const actor = actorAt(viewer, root);
    if (id === undefined) return { part: [], asking: requireAsking(standing, { actor }, need) };
    const where = `s.id = $1 AND s.root = $2 AND s.kind IN ('task', 'intervention')`;
    const query = { where, parameters: [id, root.id], orderBy: 's.id', limit: 1 };
    const [part] = await this.#tools.desk.list(viewer, query);
    if (!part) throw invalidAt('/body/part', 'is no task or intervention of this');
    const { kind, state, owner } = part;
    const ofPart: Standing = { model, machine: kind === 'task' ? 'task' : 'intervention', state };
    return { part: [part], asking: requireAsking(ofPart, { actor, owner }, need) };
  }

  /** @throws KoppelError `agreement.not-found` for one that is not the viewer's organisation's to ask under. */
  async #getAgreement({ caller, oin }: Viewer, id: string): Promise<AgreementRecord> {
    const record = await this.#tools.call('agreements.get', { caller, id }).catch((error: unknown) => {
      throw asKoppelError(error).code === 'resource.not-found' ? new KoppelError('agreement.not-found') : error;
    });
    if (record.agreement.requester !== oin) throw new KoppelError('agreement.not-found');
    return record;
  }

  /** The governed exchange; the question's id is its idempotency key, so that one question never asks twice. */
  async #exchange(
    { caller, person }: Viewer,
    { draft, context, id: root }: Asked,
    { question, id, evidence }: Put,
  ): Promise<ExchangeReply | KoppelError> {
    const { need, capacity } = question.asking;
    const { agreement, subjectRole, prerequisites, request } = draft;
    try {
      return await this.#tools.call('exchange.perform', {
        caller,
        context: { ...context, idempotencyKey: id },
        request: {
          agreement,
          operation: need.operation,
          purpose: need.purpose,
          mode: need.mode,
          actor: { id: person, role: capacity.role },
          case: root,
          request,
          ...(subjectRole === undefined ? {} : { subjectRole }),
          ...(prerequisites === undefined ? {} : { prerequisites }),
          ...(evidence === undefined ? {} : { evidence }),
        },
      });
    } catch (error) {
      return asKoppelError(error);
    }
  }
}

/** About whom was asked is for who asked and who was asked; the others who are joined see that it was. */
function forViewer({ oin }: Viewer, record: ProcessRecord): ProcessRecord {
  const { content, openedBy, owner } = record;
  if (content === null || oin === openedBy.oin || oin === owner) return record;
  const { question: _question, ...rest } = content;
  return { ...record, content: rest };
}
