import { asKoppelError, KoppelError } from '@koppel/contract';
import type { Tracer } from '@koppel/link';
import type { EntryMaker, Prepared } from './entry-maker.ts';
import { GroupCommit, type GroupCommitOptions } from './group-commit.ts';

type Unstamped = Prepared['entry'];

/** The nodes of this hub that write its log, as one of them sees the others. */
export interface FellowWriters {
  readonly own: string;
  /** Those that can be called now, this one among them. */
  list(): readonly string[];
  /** Answers when that node reaches the log. */
  probe(node: string): Promise<unknown>;
  /** Has that node commit entries and answers their indexes. @throws KoppelError `hub.unavailable` when it certainly did not. */
  write(node: string, entries: readonly Unstamped[]): Promise<readonly number[]>;
}

export interface SharedLogParts {
  readonly maker: Pick<EntryMaker, 'accept'>;
  readonly fellows: FellowWriters;
  /** What this node commits itself, its own entries and those of others. */
  readonly commits: GroupCommit<Prepared>;
  readonly bounds: Pick<GroupCommitOptions<Prepared>, 'maxBatch' | 'maxWaiting'>;
  readonly tracer?: Tracer | undefined;
  /** Hears how long entries waited that another node writes. */
  readonly observe: GroupCommitOptions<Prepared>['observe'];
  /** Hears of entries of which nobody knows whether they were written. */
  readonly onDoubt: (reason: string) => void;
}

/** What one message between nodes may hold: pseudonyms and paths, of which an entry has a thousand of each at most. */
const mostListed = 2000;

/**
 * Lets one node write for all, because nodes that write at once wait for each other's locks and share no commit. The
 * first by name is asked as long as it answers; whoever is in doubt writes by itself, which is always right: the head
 * in PostgreSQL decides, and who writes is a matter of speed alone (docs/decisions/0035).
 */
export class SharedLog {
  readonly #parts: SharedLogParts;
  readonly #handOvers: GroupCommit<Prepared>;
  /** The other node that writes for this one; undefined when this one writes. */
  #scribe: string | undefined;
  #isClosing = false;
  readonly #received = new Set<Promise<unknown>>();

  constructor(parts: SharedLogParts) {
    this.#parts = parts;
    this.#handOvers = new GroupCommit({
      ...parts.bounds,
      commit: (entries) => this.#commit(entries),
      tracer: parts.tracer,
      observe: parts.observe,
    });
  }

  /** Resolves with the indexes once the entries are safe. @throws KoppelError `ledger.unavailable`; they may be there or not. */
  append(entries: readonly Prepared[]): Promise<number[]> {
    return (this.#scribe === undefined ? this.#parts.commits : this.#handOvers).append(entries);
  }

  /** Commits what another node hands over. @throws KoppelError `hub.unavailable`, and nothing was written, when this node stops or cannot take it. */
  async receive(entries: readonly Unstamped[]): Promise<number[]> {
    if (this.#isClosing) throw new KoppelError('hub.unavailable', 'This node is stopping');
    const written = this.#parts.commits.append(this.#accept(entries));
    const settled = written.catch(() => undefined).finally(() => this.#received.delete(settled));
    this.#received.add(settled);
    return written;
  }

  /** Looks who writes from now on. */
  async choose(): Promise<void> {
    const { fellows } = this.#parts;
    const [first = fellows.own] = fellows.list().toSorted();
    if (first === this.#scribe) return;
    const isThere = first !== fellows.own && (await answers(fellows.probe(first)));
    this.#scribe = isThere && !this.#isClosing ? first : undefined;
  }

  /** Takes nothing from others any more, and waits for what was taken. */
  async close(): Promise<void> {
    this.#isClosing = true;
    this.#scribe = undefined;
    await Promise.all(this.#received);
  }

  async #commit(entries: readonly Prepared[]): Promise<number> {
    const scribe = this.#scribe;
    const written = scribe !== undefined && fitsMessage(entries) ? await this.#handOver(scribe, entries) : undefined;
    const [first] = written ?? (await this.#parts.commits.append(entries));
    return Number(first);
  }

  /** Undefined when the other node certainly wrote nothing. */
  async #handOver(scribe: string, entries: readonly Prepared[]): Promise<readonly number[] | undefined> {
    try {
      const drafts = entries.map(({ entry }) => entry);
      const indexes = await this.#parts.fellows.write(scribe, drafts);
      if (!areIndexes(indexes, entries.length))
        throw new KoppelError('hub.failed', 'The answer got spoiled on its way');
      return indexes;
    } catch (cause) {
      this.#scribe = undefined;
      const { code } = asKoppelError(cause);
      if (code === 'hub.unavailable') return undefined;
      this.#parts.onDoubt(code);
      throw new KoppelError('ledger.unavailable', undefined, { cause, details: { retryAfterMs: 1000 } });
    }
  }

  /** One that cannot be written would take all with it that are committed together, whoever they are from. */
  #accept(entries: readonly Unstamped[]): Prepared[] {
    try {
      return entries.map((entry) => this.#parts.maker.accept(entry));
    } catch (cause) {
      throw new KoppelError('hub.unavailable', 'This node cannot write what it was handed', { cause });
    }
  }
}

/** What bytes that changed on their way left of an answer is no reason to write again what it was about. */
const areIndexes = (indexes: unknown, count: number): boolean =>
  Array.isArray(indexes) &&
  indexes.length === count &&
  indexes.every((index, place) => Number.isSafeInteger(index) && index === Number(indexes[0]) + place);

const answers = (probe: Promise<unknown>): Promise<boolean> =>
  probe.then(
    () => true,
    () => false,
  );

const fitsMessage = (entries: readonly Prepared[]): boolean =>
  entries.reduce((listed, { entry }) => listed + listedIn(entry), 0) <= mostListed;

const listedIn = ({ subjects = [], fields = [], withheld = [] }: Unstamped): number =>
  subjects.length + fields.length + withheld.length;
