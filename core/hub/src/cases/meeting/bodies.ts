import { compileSchema, KoppelError, Uuid } from '@koppel/contract';
import { Type } from 'typebox';
import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '../../platform/data-source.ts';
import { isOperator, type Caller, type ParamsOf, type ResultOf } from '../../platform/actions.ts';
import type { Body } from '../../platform/body.schema.ts';
import { decodeCursor, defaultPageSize, pageOf } from '../../platform/paging.ts';
import { requireVersion } from '../../platform/process/seen.ts';
import { seeEveryCollaboration } from '../../platform/process/collaborations.ts';
import { recordMark } from '../../platform/process/marks.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import { refuseIf } from '../../platform/refusal.ts';
import { bodyFaults, memberFaults, withMembers } from './body-rules.ts';
import { bodyStore } from './body.store.ts';

type Tools = Pick<ProcessTools, 'desk' | 'call'>;

const positions = compileSchema(Type.Object({ id: Uuid }, { additionalProperties: false }));

/** Where people of several organisations meet. The operator's system writes it down; the log keeps every change. */
export class Bodies {
  readonly #tools: Tools;

  constructor(tools: Tools) {
    this.#tools = tools;
  }

  /** @throws KoppelError `request.invalid` with every fault at once */
  async create({ caller, draft }: ParamsOf<'cases.createBody'>): Promise<Body> {
    const parent = draft.parent === undefined ? undefined : await this.find(draft.parent);
    const known = await this.#knownOf(draft.collaboration, draft.members);
    refuseIf(bodyFaults(draft, { known, parent }));
    const body: Body = { id: uuidv7(), ...draft, members: [...draft.members].sort(), active: true, revision: 1 };
    await this.#tools.desk.within([body.collaboration], async (manager) => {
      await bodyStore.insert(manager, body);
      await this.#log(manager, { caller, body, happened: 'created' });
    });
    return body;
  }

  /** For the house itself: whatever its collaboration. */
  find(id: string): Promise<Body | undefined> {
    return this.#everywhere((manager) => bodyStore.find(manager, id));
  }

  /** @throws KoppelError `resource.not-found` for what is not there and for whoever is no member */
  async get(caller: Caller, id: string): Promise<Body> {
    const body = await this.find(id);
    if (!body || !(isOperator(caller) || body.members.includes(caller.oin)))
      throw new KoppelError('resource.not-found');
    return body;
  }

  /** The bodies of which the caller's organisation is member; all for the operator. */
  async list({ caller, page }: ParamsOf<'cases.listBodies'>): Promise<ResultOf<'cases.listBodies'>> {
    const { limit = defaultPageSize } = page;
    const after = page.after === undefined ? {} : { after: decodeCursor<{ id: string }>(page.after, positions).id };
    const member = isOperator(caller) ? {} : { member: caller.oin };
    const rows = await this.#everywhere((manager) =>
      bodyStore.list(manager, { ...member, ...after, limit: limit + 1 }),
    );
    return pageOf(rows, limit, ({ id }) => ({ id }));
  }

  async changeMembers({ change, ...step }: ParamsOf<'cases.changeMembers'>): Promise<Body> {
    return this.#change(step, async (body) => {
      const changed = withMembers(body, change);
      refuseIf(memberFaults(changed, await this.#knownOf(body.collaboration, changed.members)));
      return changed;
    });
  }

  /** Nothing new is put before it any more; what runs there runs on. */
  async close({ reason, ...step }: ParamsOf<'cases.closeBody'>): Promise<Body> {
    return this.#change(step, async (body) => ({ ...body, active: false, revision: body.revision + 1 }), { reason });
  }

  async #change(
    { caller, id, revision }: Omit<ParamsOf<'cases.closeBody'>, 'reason'>,
    changeOf: (body: Body) => Promise<Body>,
    said: { reason?: string } = {},
  ): Promise<Body> {
    const body = await this.get(caller, id);
    requireVersion({ version: body.revision }, revision);
    const changed = await changeOf(body);
    await this.#tools.desk.within([body.collaboration], async (manager) => {
      if (!(await bodyStore.update(manager, changed))) throw new KoppelError('resource.changed');
      await this.#log(manager, { caller, body: changed, happened: 'changed', ...said });
    });
    return changed;
  }

  async #log(
    manager: Transaction,
    { caller, body, happened }: { caller: Caller; body: Body; happened: string },
  ): Promise<void> {
    const { collaboration } = body;
    const facts = {
      body: { ...body, parent: body.parent ?? null },
      happened,
      by: { oin: caller.oin, client: caller.client },
    };
    await recordMark({ manager, call: this.#tools.call }, { collaboration, action: 'change', facts });
  }

  async #knownOf(collaboration: string, members: readonly string[]): Promise<ReadonlySet<string>> {
    const found = await Promise.all(members.map((oin) => this.#tools.call('identity.findOrganisation', { oin })));
    const known = found.filter((organisation) => organisation?.collaborations.includes(collaboration));
    return new Set(known.flatMap((organisation) => organisation?.oin ?? []));
  }

  #everywhere<Result>(work: (manager: Transaction) => Promise<Result>): Promise<Result> {
    return this.#tools.desk.within([], async (manager) => {
      await seeEveryCollaboration(manager);
      return work(manager);
    });
  }
}
