import { asKoppelError, KoppelError, type Clock, type Log } from '@koppel/contract';
import { CompactRange, signCheckpoint, TileCollector, TileTree, type TileReader } from '@koppel/ledger';
import type { EntryMaker, Prepared, Sealed } from './entry-maker.ts';
import type { Batch, Head } from './ledger-writer.store.ts';
import type { LogSigner } from './log-signer.ts';

/** Where batches go; the store in PostgreSQL, or one in memory in tests. */
export interface AppendStore {
  readHead(): Promise<Head>;
  append(batch: Batch): Promise<boolean>;
  appendLocked(makeBatch: (head: Head) => Promise<Batch>): Promise<void>;
}

export interface AppenderParts {
  readonly store: AppendStore;
  readonly tiles: TileReader;
  readonly maker: EntryMaker;
  readonly signer: LogSigner;
  readonly clock: Clock;
  readonly log: Log;
}

/** The log as this node knows it, enough to add to it without reading. */
interface Edge {
  head: Head;
  readonly tree: CompactRange;
  readonly collector: TileCollector;
}

const checkpointEveryMs = 1000;
/** Well within the 60 s by which an exchange may be older than its entry (docs/ledger-format.md). */
const maxClockStepMs = 30_000;

/**
 * Adds batches to the tree. A node keeps the right edge in memory and writes on the assumption that nobody else did;
 * when another node was faster it takes the head's lock, reads the edge anew and writes under the lock. After any
 * fault the edge is forgotten, because nobody knows whether the commit arrived.
 */
export class LedgerAppender {
  readonly #parts: AppenderParts;
  #edge: Edge | undefined;
  #checkpointAt = Number.NEGATIVE_INFINITY;

  constructor(parts: AppenderParts) {
    this.#parts = parts;
  }

  /** Commits entries in order and answers the index of the first. @throws KoppelError `ledger.unavailable`. */
  async commit(entries: readonly Prepared[]): Promise<number> {
    try {
      this.#edge ??= await this.#load(await this.#parts.store.readHead());
      const { edge } = { edge: this.#edge };
      const batch = await this.#makeBatch(edge, entries);
      if (await this.#parts.store.append(batch)) return this.#advance(edge, batch);
      return await this.#commitLocked(entries);
    } catch (cause) {
      this.#edge = undefined;
      this.#parts.log.error({ reason: asKoppelError(cause).code }, 'the ledger cannot be written');
      throw new KoppelError('ledger.unavailable', undefined, { cause, details: { retryAfterMs: 1000 } });
    }
  }

  async #commitLocked(entries: readonly Prepared[]): Promise<number> {
    let edge: Edge | undefined;
    let batch: Batch | undefined;
    await this.#parts.store.appendLocked(async (head) => {
      edge = await this.#load(head);
      batch = await this.#makeBatch(edge, entries);
      return batch;
    });
    if (!edge || !batch) throw new Error('the lock was taken without a batch');
    this.#edge = edge;
    return this.#advance(edge, batch);
  }

  /** The tree and the collector took the entries in when the batch was made; only the head still has to follow. */
  #advance(edge: Edge, batch: Batch): number {
    edge.head = { size: batch.before.size + batch.entries.length, lastAt: batch.lastAt };
    if (batch.note !== null) this.#checkpointAt = this.#parts.clock.now();
    return batch.before.size;
  }

  async #load(head: Head): Promise<Edge> {
    const { tiles } = this.#parts;
    const tree = new CompactRange(head.size, await new TileTree(tiles).edge(head.size));
    return { head, tree, collector: await TileCollector.load(tiles, head.size) };
  }

  async #makeBatch({ head, tree, collector }: Edge, entries: readonly Prepared[]): Promise<Batch> {
    // A clock that was set back must not make the log go back, nor may entries pretend to be of another minute.
    if (head.lastAt - this.#parts.clock.now() > maxClockStepMs) throw new Error('the clock is behind the ledger');
    const lastAt = Math.max(head.lastAt, this.#parts.clock.now());
    const sealed = entries.map((entry) => this.#parts.maker.seal(entry, lastAt));
    for (const { leaf } of sealed) tree.append(leaf);
    return {
      before: head,
      lastAt,
      entries: sealed,
      tiles: collector.append(sealed.map(({ leaf }: Sealed) => leaf)),
      note: await this.#dueCheckpoint(tree),
    };
  }

  async #dueCheckpoint(tree: CompactRange): Promise<string | null> {
    const { clock, signer } = this.#parts;
    if (clock.now() - this.#checkpointAt < checkpointEveryMs) return null;
    return signCheckpoint({ origin: signer.key.name, size: tree.size, root: tree.root() }, ...signer.signers());
  }
}
