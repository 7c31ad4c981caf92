import { asKoppelError, KoppelError, type Clock, type Log } from '@koppel/contract';
import { CompactRange, signCheckpoint, TileCollector, TileTree, type FullTile, type TileReader } from '@koppel/ledger';
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
  readonly tiles: TileReader & { readLeaves(from: number, to: number): Promise<Buffer[]> };
  readonly maker: EntryMaker;
  readonly signer: LogSigner;
  readonly clock: Clock;
  readonly log: Log;
}

/** The log as this node knows it, enough to add to it without reading. */
interface Edge {
  readonly head: Head;
  readonly tree: CompactRange;
  readonly collector: TileCollector;
}

/** A batch, and the log as it is once that is written. */
interface Step {
  readonly batch: Batch;
  readonly next: Edge;
}

const checkpointEveryMs = 1000;
/** Well within the 60 s by which an exchange may be older than its entry (docs/ledger-format.md). */
const maxClockStepMs = 30_000;

/** So far behind, a node reads the edge of the tree; otherwise the leaves that it missed, which is one statement. */
const mostMissed = 4096;

/**
 * Adds batches to the tree. A node keeps the right edge in memory and writes on the assumption that nobody else did;
 * when another node was faster it takes the head's lock, reads what it missed and writes under the lock, and begins with
 * the lock from then on until it missed nothing: two nodes that only assume would mostly fail. After any fault the edge
 * is forgotten, because nobody knows whether the commit arrived.
 */
export class LedgerAppender {
  readonly #parts: AppenderParts;
  #edge: Edge | undefined;
  #isShared = false;
  #checkpointAt = Number.NEGATIVE_INFINITY;

  constructor(parts: AppenderParts) {
    this.#parts = parts;
  }

  /** Commits entries in order and answers the index of the first. @throws KoppelError `ledger.unavailable`. */
  async commit(entries: readonly Prepared[]): Promise<number> {
    try {
      return (this.#isShared ? undefined : await this.#commitAssuming(entries)) ?? (await this.#commitLocked(entries));
    } catch (cause) {
      this.#edge = undefined;
      this.#parts.log.error({ reason: asKoppelError(cause).code }, 'the ledger cannot be written');
      throw new KoppelError('ledger.unavailable', undefined, { cause, details: { retryAfterMs: 1000 } });
    }
  }

  /** Undefined, and nothing written, when another node was faster. */
  async #commitAssuming(entries: readonly Prepared[]): Promise<number | undefined> {
    this.#edge ??= await this.#load(await this.#parts.store.readHead());
    const step = await this.#step(this.#edge, entries);
    return (await this.#parts.store.append(step.batch)) ? this.#advance(step) : undefined;
  }

  async #commitLocked(entries: readonly Prepared[]): Promise<number> {
    let step: Step | undefined;
    await this.#parts.store.appendLocked(async (head) => {
      this.#isShared = head.size !== this.#edge?.head.size;
      step = await this.#step(await this.#catchUp(head), entries);
      return step.batch;
    });
    if (!step) throw new Error('the lock was taken without a batch');
    return this.#advance(step);
  }

  #advance({ batch, next }: Step): number {
    this.#edge = next;
    if (batch.note !== null) this.#checkpointAt = this.#parts.clock.now();
    return batch.before.size;
  }

  async #catchUp(head: Head): Promise<Edge> {
    const known = this.#edge;
    const missed = head.size - (known?.head.size ?? Number.NEGATIVE_INFINITY);
    if (!known || missed < 0 || missed > mostMissed) return this.#load(head);
    const leaves = missed === 0 ? [] : await this.#parts.tiles.readLeaves(known.head.size, head.size);
    return grown(known, head, leaves).edge;
  }

  async #load(head: Head): Promise<Edge> {
    const { tiles } = this.#parts;
    const tree = new CompactRange(head.size, await new TileTree(tiles).edge(head.size));
    return { head, tree, collector: await TileCollector.load(tiles, head.size) };
  }

  async #step(edge: Edge, entries: readonly Prepared[]): Promise<Step> {
    const { head } = edge;
    const now = this.#parts.clock.now();
    // A clock that was set back must not make the log go back, nor may entries pretend to be of another minute.
    if (head.lastAt - now > maxClockStepMs) {
      this.#parts.log.error({ behindMs: head.lastAt - now }, 'the clock is behind the ledger');
      throw new KoppelError('ledger.unavailable');
    }
    const lastAt = Math.max(head.lastAt, now);
    const sealed = entries.map((entry) => this.#parts.maker.seal(entry, lastAt));
    const after = { size: head.size + sealed.length, lastAt };
    const { edge: next, tiles } = grown(
      edge,
      after,
      sealed.map(({ leaf }: Sealed) => leaf),
    );
    return {
      next,
      batch: { before: head, lastAt, entries: sealed, tiles, note: await this.#dueCheckpoint(next.tree) },
    };
  }

  async #dueCheckpoint(tree: CompactRange): Promise<string | null> {
    const { clock, signer } = this.#parts;
    if (clock.now() - this.#checkpointAt < checkpointEveryMs) return null;
    return signCheckpoint({ origin: signer.key.name, size: tree.size, root: tree.root() }, ...signer.signers());
  }
}

/** The log with these leaves behind it; the one before stays as it was, in case it is not written. */
function grown(
  edge: Edge,
  head: Head,
  leaves: readonly Uint8Array[],
): { readonly edge: Edge; readonly tiles: FullTile[] } {
  const tree = new CompactRange(edge.tree.size, edge.tree.edge);
  const collector = edge.collector.copy();
  for (const leaf of leaves) tree.append(leaf);
  return { tiles: collector.append(leaves), edge: { head, tree, collector } };
}
