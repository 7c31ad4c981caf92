import type { LedgerEntry } from '@koppel/ledger';
import type { HubClient } from '@koppel/local';
import { silentLog } from '@koppel/testkit';
import type { DataSource, EntityManager } from 'typeorm';
import { connectDatabase } from '../../src/platform/data-source.ts';
import type { KeyRing } from '../../src/platform/keys/key-ring.ts';
import { openKeyRing } from '../../src/platform/keys/open-key-ring.ts';
import { CaseKeys } from '../../src/platform/process/case-keys.store.ts';
import { seeEveryCollaboration } from '../../src/platform/process/collaborations.ts';
import { fold } from '../../src/platform/process/fold.ts';
import { reducers } from '../../src/platform/process/kinds/reducers.ts';
import type { ProcessEvent } from '../../src/platform/process/process-event.ts';
import { ProcessStore, type RecordedEvent } from '../../src/platform/process/process.store.ts';
import { eventDigest } from '../../src/platform/process/sealing.ts';
import type { MortalSite } from './mortal-site.ts';

type Entry = Pick<LedgerEntry, 'type' | 'digest'>;

interface StoredEvent {
  readonly clear: Omit<ProcessEvent, 'content'>;
  readonly digest: string;
  readonly index: number;
}

export interface StoredItem {
  readonly id: string;
  readonly status: string;
  readonly request: string | null;
}

/** Everything that a site has stored about its process, as an auditor with the keys sees it. */
export class ProcessAudit {
  readonly events: readonly StoredEvent[];
  readonly marks: readonly string[];
  readonly items: readonly StoredItem[];
  /** Every stream as it is stored, and as its events make it. */
  readonly streams: readonly { readonly stored: object | undefined; readonly rebuilt: object | undefined }[];
  readonly ledger: readonly Entry[];

  private constructor(parts: Pick<ProcessAudit, 'events' | 'marks' | 'items' | 'streams' | 'ledger'>) {
    this.events = parts.events;
    this.marks = parts.marks;
    this.items = parts.items;
    this.streams = parts.streams;
    this.ledger = parts.ledger;
  }

  static async read({ database, home }: MortalSite, client: HubClient): Promise<ProcessAudit> {
    const app = await connectDatabase(database, { role: 'app', poolSize: 1 });
    try {
      const ring = await openKeyRing(home, app, { log: silentLog });
      const stored = await readProcess(app, ring).finally(() => ring.close());
      return new ProcessAudit({ ...stored, ledger: await readLedger(client) });
    } finally {
      await app.destroy();
    }
  }

  digestsOf(type: Entry['type']): string[] {
    return this.ledger.flatMap((entry) => (entry.type === type && entry.digest ? [entry.digest] : []));
  }

  /** The digests that something stored answers for. */
  get accountedFor(): ReadonlySet<string> {
    return new Set([...this.events.map(({ digest }) => digest), ...this.marks, ...this.digestsOf('process.voided')]);
  }

  get isReconciled(): boolean {
    const known = this.accountedFor;
    return this.digestsOf('process.recorded').every((digest) => known.has(digest));
  }
}

function readProcess(app: DataSource, ring: KeyRing) {
  return app.transaction(async (manager) => {
    await seeEveryCollaboration(manager);
    const events = await manager.query<StoredEvent[]>(
      `SELECT clear, encode(digest, 'hex') AS digest, ledger_index::int AS index FROM process_event ORDER BY ledger_index`,
    );
    const marks = await manager.query<{ digest: string }[]>(`SELECT encode(digest, 'hex') AS digest FROM process_mark`);
    const items = await manager.query<StoredItem[]>(`SELECT id, status, facts->>'request' AS request FROM case_item`);
    const streams = await readStreams(manager, ring);
    return { events, marks: marks.map(({ digest }) => digest), items, streams };
  });
}

async function readStreams(manager: EntityManager, ring: KeyRing) {
  const store = new ProcessStore(new CaseKeys(ring));
  const ids = await manager.query<{ id: string }[]>('SELECT id FROM process_stream');
  const streams: ProcessAudit['streams'][number][] = [];
  for (const { id } of ids) {
    const events = await store.events(manager, { by: 'stream', id });
    streams.push({ stored: await store.find(manager, id), rebuilt: rebuild(events) });
  }
  return streams;
}

function rebuild(events: readonly RecordedEvent[]): object | undefined {
  const own = events
    .map(({ ledgerIndex: _index, ...event }) => event)
    .toSorted((one, two) => one.version - two.version);
  return own[0] && fold(own, reducers[own[0].kind]);
}

/** What the log must hold of an event. */
export const digestOf = ({ clear }: StoredEvent): string => eventDigest({ ...clear, content: null });

async function readLedger(client: HubClient): Promise<Entry[]> {
  let text = '';
  for await (const chunk of await client.stream('/v1/ledger/export')) text += String(chunk);
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.flatMap((line) => {
    const { entry } = JSON.parse(line) as { entry?: Entry };
    return entry ? [entry] : [];
  });
}
