import type { KeyObject } from 'node:crypto';
import { KoppelError } from '@koppel/contract';
import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '../../platform/data-source.ts';
import type { ItemContent } from '../../platform/item.schema.ts';
import type { EventDraft, ProcessEvent } from '../../platform/process/process-event.ts';
import type { ProcessRecord } from '../../platform/process/process-record.ts';
import { activeUntil } from './item-clock.ts';
import { sealItem } from './item-sealing.ts';
import type { ItemFacts, ItemStore } from './item.store.ts';

/** An item before it is there. */
export interface ItemOrigin
  extends Pick<ItemFacts, 'kind' | 'source' | 'holder' | 'person' | 'need' | 'request' | 'terms'> {
  readonly content: ItemContent;
}

/** The two halves of adding an item, which are committed together: the event of the case, and the item itself. */
export interface Addition {
  readonly facts: ItemFacts;
  readonly event: EventDraft;
  readonly alongside: (
    manager: Transaction,
    keyOf: (root: string) => Promise<KeyObject>,
    events: readonly ProcessEvent[],
  ) => Promise<void>;
}

/** Seals an item for a signal or case. Nothing that it says stands in the event: it can be destroyed alone. */
export function additionOf(
  store: ItemStore,
  { id: root, collaboration }: Pick<ProcessRecord, 'id' | 'collaboration'>,
  { origin: { content, ...origin }, now }: { origin: ItemOrigin; now: number },
): Addition {
  const id = uuidv7();
  const box = sealItem(id, content);
  const facts: ItemFacts = { id, root, ...origin, addedAt: new Date(now).toISOString(), digest: box.digest };
  const until = activeUntil(origin.terms, now);
  return {
    facts,
    event: { type: 'item-added', facts: { ...factsOf(facts), activeUntil: until } },
    alongside: async (manager, keyOf, events) => {
      const wrapped = box.wrapUnder(await keyOf(root));
      const retention = { activeUntil: until, decision: eventOf(events, id) };
      await store.insert(manager, { facts, collaboration, retention, wrapped, sealed: box.sealed });
    },
  };
}

const factsOf = ({ id: item, kind, source, need, request, digest, terms: { agreement, retention } }: ItemFacts) => ({
  item,
  kind,
  source,
  need,
  request,
  digest,
  agreement,
  lockedYears: retention?.lockedYears ?? null,
});

/** The event that tells of an item; it is what set the item's clock. */
export function eventOf(events: readonly ProcessEvent[], item: string): string {
  const event = events.find(({ facts }) => facts['item'] === item);
  if (!event) throw new KoppelError('hub.failed', 'No event tells of this item');
  return event.id;
}
