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
import { beginRecording } from './recording.ts';
import type { EventToStore, ProcessStore } from './process.store.ts';
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
  readonly tokens?: readonly { readonly root: string; readonly tokens: readonly Buffer[] }[];
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

/** What a commit comes down to. */
interface Made {
  readonly records: readonly ProcessRecord[];
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
 * Inside one transaction the versions that were seen are locked and compared, the events are made and folded, the ledger
 * takes their digests, and only then rows are written and committed: no event without its entry. An entry whose
 * transaction failed after all is voided by the reconciler.
 */
export class ProcessWriter {
  readonly #parts: StreamParts;

  constructor(parts: StreamParts) {
    this.#parts = parts;
  }

  /** @throws KoppelError `resource.changed` with both versions, `resource.exists`, `ledger.unavailable`. */
  async write(manager: EntityManager, commit: Commit): Promise<ProcessRecord[]> {
    await beginRecording(manager);
    await this.#compareVersions(manager, commit);
    const keyOf = this.#keyring(manager, commit);
    const records: ProcessRecord[] = [];
    const events: EventToStore[] = [];
    for (const change of commit.changes) {
      const before = change.seenVersion === 0 ? undefined : await this.#parts.store.find(manager, change.stream);
      const made = await this.#make(commit, change, { before, keyOf });
      records.push(made.record);
      events.push(...made.events);
    }
    await commit.alongside?.(manager, keyOf, eventsOf(events));
    await this.#store(manager, commit, { records, events: await this.#log(commit, events), keyOf });
    return records;
  }

  async #compareVersions(manager: EntityManager, { changes, relyingOn = [] }: Commit): Promise<void> {
    const seen = new Map([
      ...relyingOn.map(({ id, version }) => [id, version] as const),
      ...changes.map(({ stream, seenVersion }) => [stream, seenVersion] as const),
    ]);
    const current = await this.#parts.store.lockVersions(manager, [...seen.keys()]);
    for (const [id, version] of seen) {
      const now = current.get(id) ?? 0;
      if (version === 0 && now > 0) throw new KoppelError('resource.exists');
      if (now !== version)
        throw new KoppelError('resource.changed', undefined, { details: { seen: version, current: now } });
    }
  }

  #keyring(manager: EntityManager, { collaboration, changes }: Commit): KeyOf {
    const ring = new Map<string, Promise<KeyObject>>();
    const isNew = new Set(
      changes.filter(({ stream, root, seenVersion }) => stream === root && seenVersion === 0).map(({ root }) => root),
    );
    return (root) => {
      const { keys } = this.#parts;
      const key =
        ring.get(root) ??
        (isNew.has(root) ? keys.create(manager, root, collaboration) : keys.get(manager, root, collaboration));
      ring.set(root, key);
      return key;
    };
  }

  async #make(
    commit: Commit,
    change: Change,
    { before, keyOf }: { before: ProcessRecord | undefined; keyOf: KeyOf },
  ): Promise<{ record: ProcessRecord; events: EventToStore[] }> {
    let record = before;
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

  async #log({ action = 'change' }: Commit, events: readonly EventToStore[]): Promise<EventToStore[]> {
    const entries = events.map(({ digest }): LedgerEntryDraft => ({ type: 'process.recorded', action, digest }));
    const indexes = await this.#parts.call('ledger.append', { entries });
    return events.map((event, position) => ({ ...event, ledgerIndex: indexes[position] ?? -1 }));
  }

  async #store(manager: EntityManager, { collaboration, tell, tokens = [] }: Commit, made: Made): Promise<void> {
    const { store } = this.#parts;
    for (const record of made.records) await this.#save(manager, record, made.keyOf);
    await store.insertEvents(manager, collaboration, made.events);
    for (const { root, tokens: own } of tokens) await store.addTokens(manager, { root, collaboration, tokens: own });
    for (const root of destroyedRoots(made)) await store.destroyContent(manager, root);
    await this.#tell(manager, tell ?? [], made);
  }

  async #save(manager: EntityManager, record: ProcessRecord, keyOf: KeyOf): Promise<void> {
    const { store } = this.#parts;
    await store.save(manager, record, record.content === null ? null : await keyOf(record.root));
    if (record.id === record.root) await store.saveParticipants(manager, record);
  }

  async #tell(manager: EntityManager, tell: readonly Telling[], { records, events }: Made): Promise<void> {
    for (const { stream, roles } of tell) {
      const record = records.find(({ id }) => id === stream);
      const event = events.findLast((stored) => stored.event.stream === stream)?.event;
      if (record && event) await this.#parts.store.notify(manager, { record, event, roles });
    }
  }
}

const nothingSealed = { box: null, digest: null };

const destroyedRoots = ({ records }: Made): string[] =>
  records.filter(({ id, root, retention }) => id === root && retention.status === 'destroyed').map(({ id }) => id);

const eventsOf = (stored: readonly EventToStore[]): ProcessEvent[] => stored.map(({ event }) => event);
