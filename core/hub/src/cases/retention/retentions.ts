import { KoppelError } from '@koppel/contract';
import type { ParamsOf } from '../../platform/actions.ts';
import type { RetentionExtension } from '../../platform/item-actions.ts';
import type { Item } from '../../platform/item.schema.ts';
import { addTo } from '../../platform/process/additions.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import type { Doer, EventDraft } from '../../platform/process/process-event.ts';
import type { ProcessRecord } from '../../platform/process/process-record.ts';
import type { Commit } from '../../platform/process/process-writer.ts';
import { firstOf, requireVersion } from '../../platform/process/seen.ts';
import { actorAt, doerOf, meetViewer } from '../../platform/process/viewer.ts';
import { eventOf } from '../item/addition.ts';
import { getOpenRoot } from '../item/get-open-root.ts';
import { statusAt } from '../item/item-clock.ts';
import { ItemReader } from '../item/item-reader.ts';
import type { ItemStore } from '../item/item.store.ts';
import { latestFor, latestFrom, requireKeeper, requireLonger } from './extension-rules.ts';

interface Decision {
  readonly event: EventDraft;
  readonly alongside?: NonNullable<Commit['alongside']>;
}

/** What people decide about how long something is kept; each time with reasons, and logged. */
export class Retentions {
  readonly #tools: ProcessTools;
  readonly #items: ItemStore;
  readonly #reader: ItemReader;

  constructor(tools: ProcessTools, items: ItemStore) {
    this.#tools = tools;
    this.#items = items;
    this.#reader = new ItemReader(tools, items);
  }

  /** Keeps a signal or case longer, before its time is over. */
  async extend({ caller, kind, id, extension, revision }: ParamsOf<'cases.extendRetention'>): Promise<ProcessRecord> {
    const viewer = await meetViewer(this.#tools.call, caller);
    return addTo(revision, async () => {
      const opened = await getOpenRoot(this.#tools, viewer, { kind, id });
      requireVersion(opened.root, revision);
      const by = doerOf(viewer, requireKeeper(opened.standing, actorAt(viewer, opened.root)));
      const { endsAt } = opened.root.retention;
      requireLonger(extension.until, { endsAt, latest: latestFrom(this.#tools.clock.now()) });
      const facts = { from: endsAt, endsAt: utc(extension.until) };
      const event = eventFor('retention-extended', facts, extension);
      return firstOf(await this.#commit(by, opened.root, { event }));
    });
  }

  /** Keeps an item that has a clock of its own longer. @throws KoppelError `item.locked` when its time is over. */
  async extendItem({ caller, id, extension }: ParamsOf<'cases.extendItem'>): Promise<Item> {
    const viewer = await meetViewer(this.#tools.call, caller);
    return addTo(undefined, async () => {
      const { facts, root, retention } = await this.#reader.get(viewer, id);
      const opened = await getOpenRoot(this.#tools, viewer, {
        kind: root.kind === 'signal' ? 'signal' : 'case',
        id: root.id,
      });
      const by = doerOf(viewer, requireKeeper(opened.standing, actorAt(viewer, opened.root)));
      const now = this.#tools.clock.now();
      if (statusAt(retention, opened.root, now) !== 'active') throw new KoppelError('item.locked');
      requireLonger(extension.until, { endsAt: retention.activeUntil, latest: latestFor(facts, now) });
      const activeUntil = utc(extension.until);
      const clear = { item: id, from: retention.activeUntil, endsAt: activeUntil };
      const event = eventFor('item-retention-extended', clear, extension);
      await this.#commit(by, opened.root, {
        event,
        alongside: (manager, _keyOf, events) =>
          this.#items.extend(manager, id, { activeUntil, decision: eventOf(events, id) }),
      });
      return this.#reader.describe(viewer, await this.#reader.get(viewer, id));
    });
  }

  #commit(by: Doer, root: ProcessRecord, { event, alongside }: Decision): Promise<ProcessRecord[]> {
    const { id, kind, collaboration, model, version } = root;
    return this.#tools.desk.commit({
      collaboration,
      by,
      model,
      changes: [{ stream: id, kind, root: id, seenVersion: version, events: [event] }],
      ...(alongside ? { alongside } : {}),
    });
  }
}

const utc = (instant: string): string => new Date(instant).toISOString();

const eventFor = (type: string, facts: EventDraft['facts'], { reasons }: RetentionExtension): EventDraft => ({
  type,
  facts: facts ?? {},
  content: { reasons },
});
