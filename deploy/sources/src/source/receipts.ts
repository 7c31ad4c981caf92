import { closeSync, openSync, writeSync } from 'node:fs';

/** One question that reached a source. Never holds what was asked, nor about whom. */
export interface Receipt {
  /** UTC, milliseconds. */
  readonly at: string;
  /** From the `Fsc-Transaction-Id` header; null when that is absent or no UUID. */
  readonly transactionId: string | null;
  /** As the source's own interface calls it. */
  readonly operation: string;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The receipt file: one JSON line per question, each one write to a file opened for appending, so that several processes
 * may share it and a killed one leaves whole lines.
 */
export class Receipts {
  #file: number | undefined;

  constructor(path?: string) {
    this.#file = path === undefined ? undefined : openSync(path, 'a', 0o600);
  }

  /** Anything but a UUID is dropped, so that no personal data can come in by this header. */
  append(operation: string, transactionId: unknown): void {
    if (this.#file === undefined) return;
    const known = typeof transactionId === 'string' && uuid.test(transactionId) ? transactionId : null;
    const receipt: Receipt = { at: new Date().toISOString(), transactionId: known, operation };
    writeSync(this.#file, `${JSON.stringify(receipt)}\n`);
  }

  /** Later questions are not noted. */
  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}
