import { KoppelError } from '@koppel/contract';
import type { Transaction } from '../../platform/data-source.ts';
import type { Item, ItemContent } from '../../platform/item.schema.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import { collaborationsOf, type Viewer } from '../../platform/process/viewer.ts';
import { maySee, statusAt } from './item-clock.ts';
import { openItem } from './item-sealing.ts';
import type { ItemStore, StoredItem } from './item.store.ts';

/** Items as somebody sees them: what they say is only for whom it may be disclosed to, and only in its time. */
export class ItemReader {
  readonly #tools: ProcessTools;
  readonly #store: ItemStore;

  constructor(tools: ProcessTools, store: ItemStore) {
    this.#tools = tools;
    this.#store = store;
  }

  /** @throws KoppelError `resource.not-found` for what is not there or not to be known. */
  get(viewer: Viewer, id: string): Promise<StoredItem> {
    return this.#tools.desk.within(collaborationsOf(viewer), (manager) => this.require(manager, viewer, id));
  }

  async require(manager: Transaction, viewer: Viewer, id: string): Promise<StoredItem> {
    const stored = await this.#store.find(manager, viewer, id);
    if (!stored) throw new KoppelError('resource.not-found');
    return stored;
  }

  /** What may be told of an item without reading it; a partner's answer has no title. */
  async describe({ oin }: Viewer, stored: StoredItem): Promise<Item> {
    const { facts, retention, root } = stored;
    const status = statusAt(retention, root, this.#tools.clock.now());
    const isReadable = status === 'active' && maySee(oin, facts);
    const isTitled = isReadable && facts.terms.agreement === null;
    const { title = null } = isTitled ? await this.open(stored) : {};
    return { ...facts, retention: { ...retention, status }, isReadable, title };
  }

  /** What an item says; whether the viewer may know is for the caller to have seen. */
  async open({ facts, wrapped, sealed, root, rootKey }: StoredItem): Promise<ItemContent> {
    if (!wrapped || !sealed || !rootKey) throw new KoppelError('item.locked');
    const caseKey = await this.#tools.keys.open(rootKey, root.id, root.collaboration);
    if (!caseKey) throw new KoppelError('item.locked');
    return openItem({ id: facts.id, wrapped, sealed, digest: facts.digest }, caseKey);
  }
}
