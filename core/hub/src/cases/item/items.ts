import { compileSchema, KoppelError, Uuid } from '@koppel/contract';
import { Type } from 'typebox';
import type { Transaction } from '../../platform/data-source.ts';
import type { ParamsOf, ResultOf } from '../../platform/actions.ts';
import type { Item, ItemDraft, ItemTerms, OpenedItem } from '../../platform/item.schema.ts';
import { decodeCursor, defaultPageSize, pageOf } from '../../platform/paging.ts';
import { addTo } from '../../platform/process/additions.ts';
import { requireContributor } from '../../platform/process/contributing.ts';
import { recordMark } from '../../platform/process/marks.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import { requireVersion } from '../../platform/process/seen.ts';
import { actorAt, collaborationsOf, doerOf, meetViewer, type Viewer } from '../../platform/process/viewer.ts';
import { getOpenRoot } from './get-open-root.ts';
import { additionOf } from './addition.ts';
import { ItemReader } from './item-reader.ts';
import type { ItemStore, StoredItem } from './item.store.ts';

const positions = compileSchema(Type.Object({ id: Uuid }, { additionalProperties: false }));

/** What partners keep in a signal or case: notes, documents, and the answers of other partners on the terms agreed. */
export class Items {
  readonly #tools: ProcessTools;
  readonly #store: ItemStore;
  readonly #reader: ItemReader;

  constructor(tools: ProcessTools, store: ItemStore) {
    this.#tools = tools;
    this.#store = store;
    this.#reader = new ItemReader(tools, store);
  }

  /** Adds what somebody wrote; whoever does something in a step that is open now may. */
  async add({ caller, kind, id, draft, revision }: ParamsOf<'cases.addItem'>): Promise<Item> {
    const { desk, call, clock } = this.#tools;
    const viewer = await meetViewer(call, caller);
    return addTo(revision, async () => {
      const { root, standing } = await getOpenRoot(this.#tools, viewer, { kind, id });
      requireVersion(root, revision);
      const capacity = requireContributor(standing, actorAt(viewer, root));
      const addition = additionOf(this.#store, root, { origin: originOf(viewer, draft), now: clock.now() });
      await desk.commit({
        collaboration: root.collaboration,
        by: doerOf(viewer, capacity),
        model: root.model,
        changes: [{ stream: id, kind, root: id, seenVersion: root.version, events: [addition.event] }],
        alongside: addition.alongside,
      });
      return this.#reader.describe(viewer, await this.#reader.get(viewer, addition.facts.id));
    });
  }

  async list({ caller, kind, id, page }: ParamsOf<'cases.listItems'>): Promise<ResultOf<'cases.listItems'>> {
    const { desk, call } = this.#tools;
    const viewer = await meetViewer(call, caller);
    const { root, collaboration } = await desk.get(viewer, kind, id);
    const limit = page.limit ?? defaultPageSize;
    const after = page.after === undefined ? null : decodeCursor<{ id: string }>(page.after, positions).id;
    const rows = await desk.within([collaboration], (manager) =>
      this.#store.list(manager, root, { after, limit: limit + 1 }),
    );
    const found = pageOf(rows, limit, ({ facts }) => ({ id: facts.id }));
    return { ...found, items: await Promise.all(found.items.map((stored) => this.#reader.describe(viewer, stored))) };
  }

  /**
   * One item with what it says. Reading what a partner answered is logged (Wpg art. 32a), in the transaction that reads.
   *
   * @throws KoppelError `item.locked` from the moment on which its time, or that of its case, is over.
   */
  async get({ caller, id }: ParamsOf<'cases.getItem'>): Promise<OpenedItem> {
    const viewer = await meetViewer(this.#tools.call, caller);
    return this.#tools.desk.within(collaborationsOf(viewer), async (manager) => {
      const stored = await this.#reader.require(manager, viewer, id);
      const item = await this.#reader.describe(viewer, stored);
      if (item.retention.status !== 'active') throw new KoppelError('item.locked');
      if (!item.isReadable) return { ...item, content: null };
      const content = await this.#reader.open(stored);
      await this.#logReading(manager, viewer, stored);
      return { ...item, content };
    });
  }

  async #logReading(manager: Transaction, viewer: Viewer, { facts, root }: StoredItem): Promise<void> {
    const { agreement } = facts.terms;
    if (agreement === null) return;
    const { oin, client, person } = doerOf(viewer);
    const at = new Date(this.#tools.clock.now()).toISOString();
    await recordMark(
      { manager, call: this.#tools.call },
      {
        collaboration: root.collaboration,
        action: 'consult',
        facts: { type: 'item-read', item: facts.id, root: root.id, agreement, oin, client, person, at },
      },
    );
  }
}

function originOf({ oin, person }: Viewer, { kind, title, text, secrecy, retention }: ItemDraft) {
  const terms: ItemTerms = {
    agreement: null,
    retention: retention ?? null,
    onwardDisclosure: { allowed: false, recipients: [] },
    secrecy,
  };
  return { kind, source: oin, holder: oin, person, need: null, request: null, terms, content: { title, text } };
}
