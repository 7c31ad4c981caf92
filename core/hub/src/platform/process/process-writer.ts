import type { KeyObject } from 'node:crypto';
import { KoppelError, type Clock } from '@koppel/contract';
import type { LedgerEntry } from '@koppel/ledger';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { Call, LedgerEntryDraft } from '../actions.ts';
import type { CaseKeys } from './case-keys.store.ts';
import { apply } from './fold.ts';
import type { Doer, EventDraft, ProcessEvent, StreamKind } from './process-event.ts';
import { reducers } from './kinds/reducers.ts';
import type { SearchToken } from './search-hashes.ts';
import { beginRecording } from './recording.ts';
import type { EventToStore, LockedStream, ProcessStore } from './process.store.ts';
import type { ProcessRecord } from './process-record.ts';
import { eventDigest, sealContent } from './sealing.ts';

/** New events of one stream. */
export interface Change {
  readonly stream: string;
  readonly kind: StreamKind;
  readonly root: string;
  /** The version that the decision was made on; 0 for a stream that begins. */
  readonly seenVersion: number;
  readonly events: readonly EventDraft[];
}

/** Who is told what happened: holders of these roles at the organisations that are joined. */
export interface Telling {
  readonly stream: string;
  readonly roles: readonly string[];
}

/** Everything that happens together or not at all. */
export interface Commit {
  readonly collaboration: string;
  /** Null when the retention clock carries out `decision`. */
  readonly by: Doer | null;
  readonly decision?: string;
  readonly model: string | null;
  readonly changes: readonly Change[];
  /** Streams whose state the decision rested on; when one of them has moved on, nothing happens. */
  readonly relyingOn?: readonly { readonly id: string; readonly version: number }[];
  readonly tell?: readonly Telling[];
  /** Keyed hashes under which the root can be found. */
  readonly tokens?: readonly { readonly root: string; readonly tokens: readonly SearchToken[] }[];
  /** Of the six actions of Wpg art. 32a; `change` unless told. */
  readonly action?: LedgerEntry['action'];
  /** What the room writes besides, in the same transaction. */
  readonly alongside?: (
    manager: EntityManager,
    keyOf: (root: string) => Promise<KeyObject>,
    events: readonly ProcessEvent[],
  ) => Promise<void>;
}

type KeyOf = (root: string) => Promise<KeyObject>;

/** A stream before and after. */
interface Moved {
  readonly before: ProcessRecord | null;
  readonly after: ProcessRecord;
}

/** What a commit comes down to. */
interface Made {
  readonly streams: readonly Moved[];
  readonly events: readonly EventToStore[];
  readonly keyOf: KeyOf;
}

interface StreamParts {
  readonly store: ProcessStore;
  readonly keys: CaseKeys;
  readonly call: Call;
  readonly clock: Clock;
}

/**
 * The only way in which anything of the process comes to happen.
 *
 * Inside one transaction the streams that were seen are locked and their versions compared, and the events are made and
 * folded. While the ledger takes their digests, what the events make of the streams is written, for nobody to see; the
 * events follow with their places in the ledger, and only then the transaction is committed: no event without its
 * entry. An entry whose transaction failed after all is voided by the reconciler.
 */
export class ProcessWriter {
  readonly #parts: StreamParts;

  constructor(parts: StreamParts) {
    this.#parts = parts;
  }

  /** @throws KoppelError `resource.changed` with both versions, `resource.exists`, `ledger.unavailable`. */
  async write(manager: EntityManager, commit: Commit): Promise<ProcessRecord[]> {
    await beginRecording(manager);
    const locked = await this.#lock(manager, commit);
    const made = await this.#makeAll(commit, locked, this.#keyring(manager, commit, [...locked.values()]));
    await commit.alongside?.(manager, made.keyOf, made.events.map(eventOf));
    const events = await this.#logWhile(commit, made.events, () => this.#store(manager, commit, made));
    await this.#parts.store.insertEvents(manager, commit.collaboration, events);
    const records = made.streams.map(({ after }) => after);
    for (const root of destroyedRoots(records)) await this.#parts.store.destroyContent(manager, root);
    return records;
  }

  async #lock(manager: EntityManager, { changes, relyingOn = [] }: Commit): Promise<ReadonlyMap<string, LockedStream>> {
    const seen = new Map([
      ...relyingOn.map(({ id, version }) => [id, version] as const),
      ...changes.map(({ stream, seenVersion }) => [stream, seenVersion] as const),
    ]);
    const toRead = changes.filter(({ seenVersion }) => seenVersion > 0).map(({ stream }) => stream);
    const streams = await this.#parts.store.lock(manager, [...seen.keys()], toRead);
    const locked = new Map(streams.map((stream) => [stream.id, stream]));
    for (const [id, version] of seen) requireSeen(version, locked.get(id)?.version ?? 0);
    return locked;
  }

  #keyring(manager: EntityManager, { collaboration, changes }: Commit, locked: readonly LockedStream[]): KeyOf {
    const ring = new Map<string, Promise<KeyObject>>();
    const isNew = new Set(
      changes.filter(({ stream, root, seenVersion }) => stream === root && seenVersion === 0).map(({ root }) => root),
    );
    const wrapped = new Map(locked.map((stream) => [stream.root, stream.wrapped]));
    const { keys } = this.#parts;
    const find = (root: string): Promise<KeyObject> => {
      const own = wrapped.get(root);
      if (own) return keys.require(own, root, collaboration);
      return isNew.has(root) ? keys.create(manager, root, collaboration) : keys.get(manager, root, collaboration);
    };
    return (root) => {
      const key = ring.get(root) ?? find(root);
      ring.set(root, key);
      return key;
    };
  }

  async #makeAll(commit: Commit, locked: ReadonlyMap<string, LockedStream>, keyOf: KeyOf): Promise<Made> {
    const streams: Moved[] = [];
    const events: EventToStore[] = [];
    for (const change of commit.changes) {
      const before = locked.get(change.stream)?.record ?? null;
      const made = await this.#make(commit, change, { before, keyOf });
      streams.push({ before, after: made.record });
      events.push(...made.events);
    }
    return { streams, events, keyOf };
  }

  async #make(
    commit: Commit,
    change: Change,
    { before, keyOf }: { before: ProcessRecord | null; keyOf: KeyOf },
  ): Promise<{ record: ProcessRecord; events: EventToStore[] }> {
    let record = before ?? undefined;
    const events: EventToStore[] = [];
    for (const [offset, draft] of change.events.entries()) {
      const made = await this.#makeEvent(commit, change, { draft, version: change.seenVersion + offset + 1, keyOf });
      record = apply(record, made.event, reducers[change.kind]);
      events.push(made);
    }
    if (!record) throw new KoppelError('hub.failed', 'A change of the process holds no event');
    return { record, events };
  }

  async #makeEvent(
    commit: Commit,
    { stream, kind, root }: Change,
    { draft: { type, facts = {}, content }, version, keyOf }: { draft: EventDraft; version: number; keyOf: KeyOf },
  ): Promise<EventToStore> {
    const id = uuidv7();
    const { box, digest } = content ? sealContent(content, await keyOf(root), id) : nothingSealed;
    const event: ProcessEvent = {
      id,
      stream,
      root,
      kind,
      type,
      facts,
      version,
      at: new Date(this.#parts.clock.now()).toISOString(),
      by: commit.by,
      decision: commit.decision ?? null,
      model: commit.model,
      contentDigest: digest,
      content: content ?? null,
    };
    return { event, sealed: box, digest: eventDigest(event), ledgerIndex: -1 };
  }

  /**
   * The ledger's answer and what is written meanwhile. It is waited for even when the writing failed: whoever looks for
   * entries without events may take it that none comes once the transaction is over.
   */
  async #logWhile(
    { action = 'change' }: Commit,
    events: readonly EventToStore[],
    write: () => Promise<void>,
  ): Promise<EventToStore[]> {
    const entries = events.map(({ digest }): LedgerEntryDraft => ({ type: 'process.recorded', action, digest }));
    const [logged, written] = await Promise.allSettled([this.#parts.call('ledger.append', { entries }), write()]);
    if (logged.status === 'rejected') throw logged.reason;
    if (written.status === 'rejected') throw written.reason;
    return events.map((event, position) => ({ ...event, ledgerIndex: logged.value[position] ?? -1 }));
  }

  async #store(
    manager: EntityManager,
    { collaboration, tell, tokens = [] }: Commit,
    { streams, events, keyOf }: Made,
  ): Promise<void> {
    const { store } = this.#parts;
    const sealed = streams.map(async ({ after }) => ({
      record: after,
      key: after.content === null ? null : await keyOf(after.root),
    }));
    await store.save(manager, await Promise.all(sealed));
    for (const { before, after } of streams)
      if (hasOtherParticipants(before, after)) await store.saveParticipants(manager, after);
    for (const { root, tokens: own } of tokens) await store.addTokens(manager, { root, collaboration, tokens: own });
    await this.#tell(manager, tell ?? [], { streams, events });
  }

  async #tell(manager: EntityManager, tell: readonly Telling[], { streams, events }: Omit<Made, 'keyOf'>) {
    for (const { stream, roles } of tell) {
      if (roles.length === 0) continue;
      const record = streams.find(({ after }) => after.id === stream)?.after;
      const event = events.findLast((stored) => stored.event.stream === stream)?.event;
      if (record && event) await this.#parts.store.notify(manager, { record, event, roles });
    }
  }
}

const nothingSealed = { box: null, digest: null };

function requireSeen(seen: number, current: number): void {
  if (seen === 0 && current > 0) throw new KoppelError('resource.exists');
  if (current !== seen) throw new KoppelError('resource.changed', undefined, { details: { seen, current } });
}

/** Those of a root decide who may know of it and of its parts. */
const hasOtherParticipants = (before: ProcessRecord | null, { id, root, participants }: ProcessRecord): boolean =>
  id === root && before?.participants.join() !== participants.join();

const destroyedRoots = (records: readonly ProcessRecord[]): string[] =>
  records.filter(({ id, root, retention }) => id === root && retention.status === 'destroyed').map(({ id }) => id);

const eventOf = ({ event }: EventToStore): ProcessEvent => event;
