import { checkpointLine, entryLine, headerLine, type ExportedEntry, type ExportHeader } from './export-line.ts';

/** A checkpoint as the log signed and stored it. */
export interface StoredCheckpoint {
  readonly size: number;
  readonly note: string;
}

/** What an export is made of; entries and checkpoints in order, the last checkpoint at `header.to`. */
export interface ExportSource {
  readonly header: ExportHeader;
  readonly entries: AsyncIterable<ExportedEntry> | Iterable<ExportedEntry>;
  /** All at sizes from `header.from` (which has one, unless it is 0) to `header.to` (which has one). */
  readonly checkpoints: AsyncIterable<StoredCheckpoint> | Iterable<StoredCheckpoint>;
}

/** The lines of an export, each with its newline; every checkpoint follows the last entry that it covers. */
export async function* exportLines(source: ExportSource): AsyncGenerator<string> {
  yield headerLine(source.header);
  const checkpoints = new CheckpointQueue(source.checkpoints);
  yield* checkpoints.upTo(source.header.from);
  for await (const entry of source.entries) {
    yield entryLine(entry);
    yield* checkpoints.upTo(entry.index + 1);
  }
}

/** Hands out checkpoints in order, reading one ahead. */
class CheckpointQueue {
  readonly #rest: AsyncIterator<StoredCheckpoint> | Iterator<StoredCheckpoint>;
  #next: StoredCheckpoint | undefined;
  #isRead = false;

  constructor(checkpoints: AsyncIterable<StoredCheckpoint> | Iterable<StoredCheckpoint>) {
    this.#rest =
      Symbol.asyncIterator in checkpoints ? checkpoints[Symbol.asyncIterator]() : checkpoints[Symbol.iterator]();
  }

  async *upTo(size: number): AsyncGenerator<string> {
    if (!this.#isRead) await this.#advance();
    while (this.#next !== undefined && this.#next.size <= size) {
      yield checkpointLine(this.#next.note);
      await this.#advance();
    }
  }

  async #advance(): Promise<void> {
    const { done, value } = await this.#rest.next();
    this.#isRead = true;
    this.#next = done === true ? undefined : value;
  }
}
