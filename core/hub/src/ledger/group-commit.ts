import { KoppelError } from '@koppel/contract';
import { silentTracer, type Tracer } from '@koppel/link';

export interface GroupCommitOptions<Item> {
  /** Commits items together and answers the index of the first; the others follow it. */
  readonly commit: (items: readonly Item[]) => Promise<number>;
  readonly maxBatch: number;
  /** More than this waiting is refused at once instead of piling up. */
  readonly maxWaiting: number;
  readonly tracer?: Tracer | undefined;
  readonly observe: (batch: { readonly entries: number; readonly lagMs: number }) => void;
}

interface Waiting<Item> {
  readonly items: readonly Item[];
  readonly since: number;
  /** The step of a trace that waits for the commit. */
  readonly step: string | undefined;
  readonly resolve: (indexes: number[]) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Lets everything that waits share one commit. While one batch is on its way to the disk the next one gathers, so
 * the price of a commit is divided by the number of exchanges in flight; alone, an item waits for nobody.
 */
export class GroupCommit<Item> {
  readonly #options: GroupCommitOptions<Item>;
  readonly #tracer: Tracer;
  #waiting: Waiting<Item>[] = [];
  #waitingItems = 0;
  #isCommitting = false;

  constructor(options: GroupCommitOptions<Item>) {
    this.#options = options;
    this.#tracer = options.tracer ?? silentTracer;
  }

  /** Resolves with the indexes once the items are safe; rejects with what the commit said. */
  append(items: readonly Item[]): Promise<number[]> {
    if (this.#waitingItems + items.length > this.#options.maxWaiting) {
      const details = { retryAfterMs: 1000 };
      return Promise.reject(new KoppelError('ledger.unavailable', 'Too many entries are waiting', { details }));
    }
    const { promise, resolve, reject } = Promise.withResolvers<number[]>();
    this.#waiting.push({ items, since: performance.now(), step: this.#tracer.current, resolve, reject });
    this.#waitingItems += items.length;
    if (!this.#isCommitting) void this.#drain();
    return promise;
  }

  async #drain(): Promise<void> {
    this.#isCommitting = true;
    while (this.#waiting.length > 0) await this.#commitBatch(this.#takeBatch());
    this.#isCommitting = false;
  }

  #takeBatch(): Waiting<Item>[] {
    let count = 0;
    let entries = 0;
    for (const { items } of this.#waiting) {
      if (count > 0 && entries + items.length > this.#options.maxBatch) break;
      entries += items.length;
      count += 1;
    }
    this.#waitingItems -= entries;
    return this.#waiting.splice(0, count);
  }

  async #commitBatch(batch: readonly Waiting<Item>[]): Promise<void> {
    const items = batch.flatMap((waiting) => waiting.items);
    const startedAt = performance.now();
    try {
      let index = await this.#options.commit(items).finally(() => this.#trace(batch, items.length, startedAt));
      this.#options.observe({
        entries: items.length,
        lagMs: performance.now() - Math.min(...batch.map(({ since }) => since)),
      });
      for (const { items: own, resolve } of batch) {
        const first = index;
        index += own.length;
        resolve(own.map((_item, offset) => first + offset));
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  /** The one commit is a step of every trace that waited for it. */
  #trace(batch: readonly Waiting<Item>[], entries: number, startedAt: number): void {
    const attributes = { 'koppel.ledger.entries': entries };
    for (const { step: parent } of batch) {
      if (parent === undefined) continue;
      this.#tracer.start({ name: 'ledger commit', kind: 'internal', parent, attributes, startedAt }).end();
    }
  }
}
