import type { KeyObject } from 'node:crypto';
import type { CaseKeys } from '../../src/platform/process/case-keys.store.ts';
import { fold } from '../../src/platform/process/fold.ts';
import { reducers } from '../../src/platform/process/kinds/reducers.ts';
import type { ProcessEvent } from '../../src/platform/process/process-event.ts';
import type { ProcessRecord } from '../../src/platform/process/process-record.ts';
import type { EventToStore, RecordedEvent } from '../../src/platform/process/process.store.ts';
import { seal } from '../../src/platform/keys/sealed-box.ts';
import { eventDigest, sealContent } from '../../src/platform/process/sealing.ts';
import type { Place, Template } from './template.ts';

export interface KeyToStore {
  readonly root: string;
  readonly wrapped: Buffer;
}

export interface StreamToStore {
  readonly record: ProcessRecord;
  readonly snapshot: Buffer;
}

/** Rows to be written together. */
export interface Rows {
  readonly keys: KeyToStore[];
  readonly events: EventToStore[];
  readonly streams: StreamToStore[];
}

export const noRows = (): Rows => ({ keys: [], events: [], streams: [] });

/**
 * Makes copies of templates the way the hub makes signals and cases: a key for each, contents sealed under it with a new
 * salt, digests over what is stored, and records that are folded from their events. They keep the places that their
 * templates' events have in the ledger, which knows nothing of copies.
 */
export class Copier {
  readonly #keys: CaseKeys;
  readonly #collaboration: string;

  constructor(keys: CaseKeys, collaboration: string) {
    this.#keys = keys;
    this.#collaboration = collaboration;
  }

  /** Adds the rows of one more copy. */
  async copy(template: Template, place: Place, rows: Rows): Promise<void> {
    const events = template.copy(place);
    const ring = await this.#forgeKeys(events, rows);
    const streams = new Map<string, ProcessEvent[]>();
    for (const event of events) {
      const made = sealEvent(event, keyOf(ring, event.root));
      rows.events.push(made);
      streams.set(event.stream, [...(streams.get(event.stream) ?? []), made.event]);
    }
    for (const own of streams.values()) rows.streams.push(sealRecord(own, ring));
  }

  async #forgeKeys(events: readonly ProcessEvent[], rows: Rows): Promise<ReadonlyMap<string, KeyObject>> {
    const ring = new Map<string, KeyObject>();
    for (const root of new Set(events.map((event) => event.root))) {
      const { key, wrapped } = await this.#keys.forge(root, this.#collaboration);
      ring.set(root, key);
      rows.keys.push({ root, wrapped });
    }
    return ring;
  }
}

type Ring = ReadonlyMap<string, KeyObject>;

function keyOf(ring: Ring, root: string): KeyObject {
  const key = ring.get(root);
  if (!key) throw new Error(`Nothing of ${root} was copied`);
  return key;
}

function sealEvent({ ledgerIndex, ...copied }: RecordedEvent, key: KeyObject): EventToStore {
  const sealed = copied.content === null ? null : sealContent(copied.content, key, copied.id);
  const event: ProcessEvent = { ...copied, contentDigest: sealed?.digest ?? null };
  return { event, sealed: sealed?.box ?? null, digest: eventDigest(event), ledgerIndex };
}

function sealRecord(events: readonly ProcessEvent[], ring: Ring): StreamToStore {
  const [first] = events;
  const record = first && fold(events, reducers[first.kind]);
  if (!record) throw new Error('A stream holds no event');
  const plain = Buffer.from(JSON.stringify(record.content));
  return { record, snapshot: seal(plain, keyOf(ring, record.root), record.id) };
}
