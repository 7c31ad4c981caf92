import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createFile, findText, listNames } from './durable-file.ts';

/** A gap that the operator of the witness accepted, and what was held before it. */
export interface CrossedGap {
  readonly at: string;
  /** The entry of the log that tells of it. */
  readonly index: number;
  readonly entry: string;
  /** The checkpoint that was held, as the signed note that it was. */
  readonly checkpoint: string;
}

/** How far a witness went along with one log. */
export interface WitnessState {
  readonly origin: string;
  /** The last checkpoint that it cosigned, as the signed note. */
  readonly checkpoint: string;
  readonly at: string;
  readonly gaps: readonly CrossedGap[];
}

/** A state in its file; the next one has the next number. */
export interface StoredState extends WitnessState {
  readonly number: number;
}

const namePattern = /^([0-9]{15})[.]json$/;
const fileName = (number: number): string => `${String(number).padStart(15, '0')}.json`;

/**
 * The states of one log: one file each, of which the highest number counts and the others are removed. A file is made
 * and never changed, so that of two processes that judge at the same moment only one gets on; the other judges again.
 */
export class StateFiles {
  readonly #folder: string;

  constructor(logs: string, origin: string) {
    this.#folder = join(logs, createHash('sha256').update(origin).digest('hex').slice(0, 16));
  }

  async find(): Promise<StoredState | undefined> {
    const number = Math.max(-1, ...(await this.#numbers()));
    if (number < 0) return undefined;
    const text = await findText(join(this.#folder, fileName(number)));
    // Another process went on between looking and reading.
    return text === undefined ? this.find() : { ...(JSON.parse(text) as WitnessState), number };
  }

  /** Goes from one state to the next, on the disk before it answers; false when another process was faster. */
  async advance(from: StoredState | undefined, next: WitnessState): Promise<boolean> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const number = (from?.number ?? -1) + 1;
    const file = join(this.#folder, fileName(number));
    if (!(await createFile(file, `${JSON.stringify(next)}\n`))) return false;
    const numbers = await this.#numbers();
    const newest = Math.max(...numbers);
    for (const old of numbers.filter((other) => other < newest)) {
      await rm(join(this.#folder, fileName(old)), { force: true });
    }
    // Otherwise the number was free again because others had passed it, and tidied up behind them.
    return newest === number;
  }

  async #numbers(): Promise<number[]> {
    const names = await listNames(this.#folder);
    return names.flatMap((name) => namePattern.exec(name)?.[1] ?? []).map(Number);
  }
}
