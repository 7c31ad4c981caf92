import { isDeepStrictEqual } from 'node:util';
import type { EntityManager } from 'typeorm';
import { fold } from '../../src/platform/process/fold.ts';
import { reducers } from '../../src/platform/process/kinds/reducers.ts';
import type { ProcessStore, RecordedEvent } from '../../src/platform/process/process.store.ts';

/** @throws Error when what happened in a case does not fold to what is kept of it and of each of its parts. */
export async function checkCase(store: ProcessStore, manager: EntityManager, root: string): Promise<void> {
  const events = await store.events(manager, { by: 'root', id: root });
  const streams = Map.groupBy(events, ({ stream }) => stream);
  if (!streams.has(root)) throw new Error(`Case ${root} has no events`);
  for (const [id, own] of streams) {
    const kept = await store.find(manager, id);
    if (!isDeepStrictEqual(kept, folded(own))) throw new Error(`Stream ${id} is not what its events make of it`);
  }
}

/** As it reads back: what is undefined is in no JSON. */
function folded(events: readonly RecordedEvent[]): unknown {
  const own = events.map(({ ledgerIndex: _index, ...event }) => event);
  const [first] = own;
  return first && JSON.parse(JSON.stringify(fold(own, reducers[first.kind])));
}
