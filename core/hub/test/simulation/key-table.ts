import { KoppelError } from '@koppel/contract';
import type { KeyClaim, KeyStore } from '../../src/exchange/idempotency.ts';
import type { Database } from './database.ts';
import type { Machine } from './machine.ts';

/** Claims by key, under the same rules as the table. */
export type KeyTable = Map<string, KeyClaim>;

/** The table of idempotency keys, as one machine reaches it. */
export class KeyPort implements KeyStore {
  readonly #database: Database;
  readonly #table: KeyTable;
  readonly #machine: Machine;

  constructor(database: Database, table: KeyTable, machine: Machine) {
    this.#database = database;
    this.#table = table;
    this.#machine = machine;
  }

  claim(claim: KeyClaim): Promise<KeyClaim | null> {
    return this.#trip(() => {
      const holder = this.#table.get(claim.keyDigest) ?? null;
      if (holder === null) this.#table.set(claim.keyDigest, claim);
      return holder;
    });
  }

  release({ keyDigest, exchange }: Pick<KeyClaim, 'keyDigest' | 'exchange'>): Promise<void> {
    return this.#trip(() => {
      if (this.#table.get(keyDigest)?.exchange === exchange) this.#table.delete(keyDigest);
    });
  }

  replace(old: KeyClaim, claim: KeyClaim): Promise<boolean> {
    return this.#trip(() => {
      if (this.#table.get(old.keyDigest)?.exchange !== old.exchange) return false;
      this.#table.set(old.keyDigest, claim);
      return true;
    });
  }

  async #trip<Result>(execute: () => Result): Promise<Result> {
    try {
      return await this.#database.trip(this.#machine, execute);
    } catch (cause) {
      throw new KoppelError('hub.unavailable', 'The idempotency keys cannot be read', { cause });
    }
  }
}
