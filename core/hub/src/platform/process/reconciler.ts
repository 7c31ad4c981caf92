import type { DataSource, EntityManager } from 'typeorm';
import type { Call, LoggedDigest } from '../actions.ts';
import { seeEveryCollaboration } from './collaborations.ts';
import { haltRecording } from './recording.ts';
import { watches, type Watch } from './watches.ts';

const entriesPerPage = 500;
const waitMs = 500;

/** Held while a page is compared: short, because writers wait. */
const isBusy = (error: unknown): boolean => (error as { code?: unknown }).code === '55P03';

/**
 * Holds the log against what is stored. The entry of an event or a change is committed just before the thing itself; when
 * the hub or PostgreSQL falls in between, the log tells of something that never came to be, and `process.voided` or
 * `entry.voided` says so, once.
 *
 * A page is compared while nobody is recording, so what is not there will not come. Where the comparison got is kept with
 * the page; what was voided just before a fall is found in the log itself, after the entry that it voids.
 */
export class Reconciler {
  readonly #dataSource: DataSource;
  readonly #call: Call;

  constructor(dataSource: DataSource, call: Call) {
    this.#dataSource = dataSource;
    this.#call = call;
  }

  /** Compares everything logged since the last time, unless recordings never pause; answers how many entries it voided. */
  async run(): Promise<number> {
    let voided = 0;
    try {
      for (const watch of watches) {
        for (let isOver = false; !isOver; ) {
          const page = await this.#dataSource.transaction((manager) => this.#comparePage(manager, watch));
          voided += page.voided;
          isOver = page.isOver;
        }
      }
    } catch (error) {
      if (!isBusy(error)) throw error;
    }
    return voided;
  }

  async #comparePage(manager: EntityManager, watch: Watch): Promise<{ voided: number; isOver: boolean }> {
    await haltRecording(manager, waitMs);
    await seeEveryCollaboration(manager);
    const from = await readCursor(manager, watch.name);
    const query = { types: watch.types, from, limit: entriesPerPage };
    const { entries, next } = await this.#call('ledger.digestsOf', query);
    const orphans = await findOrphans(manager, watch, entries);
    const voided = await this.#voidOnce(watch, orphans);
    if (next !== from) await saveCursor(manager, watch.name, next);
    await watch.forget?.(manager, next);
    return { voided, isOver: next === from };
  }

  async #voidOnce({ voidedBy, nameOf }: Watch, orphans: readonly LoggedDigest[]): Promise<number> {
    const [first] = orphans;
    if (!first) return 0;
    const known = await this.#listVoided(voidedBy, first.index);
    const digests = orphans.map(nameOf).filter((digest) => !known.has(digest));
    const entries = digests.map((digest) => ({ type: voidedBy, action: 'change', digest }) as const);
    if (entries.length > 0) await this.#call('ledger.append', { entries });
    return entries.length;
  }

  async #listVoided(voidedBy: Watch['voidedBy'], after: number): Promise<ReadonlySet<string>> {
    const voided = new Set<string>();
    for (let from = after, isOver = false; !isOver; ) {
      const { entries, next } = await this.#call('ledger.digestsOf', {
        types: [voidedBy],
        from,
        limit: entriesPerPage,
      });
      for (const { digest } of entries) voided.add(digest);
      isOver = next === from;
      from = next;
    }
    return voided;
  }
}

async function findOrphans(
  manager: EntityManager,
  { nameOf, listTrue }: Watch,
  entries: readonly LoggedDigest[],
): Promise<LoggedDigest[]> {
  if (entries.length === 0) return [];
  const known = new Set(await listTrue(manager, entries));
  return entries.filter((entry) => !known.has(nameOf(entry)));
}

async function readCursor(manager: EntityManager, name: string): Promise<number> {
  const [row] = await manager.query<{ position: string }[]>('SELECT position FROM process_cursor WHERE name = $1', [
    name,
  ]);
  return Number(row?.position ?? 0);
}

async function saveCursor(manager: EntityManager, name: string, position: number): Promise<void> {
  await manager.query(
    `INSERT INTO process_cursor (name, position) VALUES ($1, $2)
     ON CONFLICT (name) DO UPDATE SET position = EXCLUDED.position`,
    [name, position],
  );
}
