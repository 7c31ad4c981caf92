import { KoppelError } from '@koppel/contract';
import type { DataSource } from 'typeorm';
import type { KeyClaim, KeyStore } from './idempotency.ts';

interface Row {
  readonly body_digest: string;
  readonly exchange: string;
  readonly claimed_at: Date;
}

/** Remembers idempotency keys in PostgreSQL, so that they hold on every node and after a restart. */
export class ExchangeKeyStore implements KeyStore {
  readonly #dataSource: DataSource;

  constructor(dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  async claim(claim: KeyClaim): Promise<KeyClaim | null> {
    const inserted = await this.#query(
      `INSERT INTO exchange_key (key_digest, body_digest, exchange, claimed_at)
       VALUES ($1, $2, $3, to_timestamp($4 / 1000.0)) ON CONFLICT DO NOTHING RETURNING key_digest`,
      [claim.keyDigest, claim.bodyDigest, claim.exchange, claim.claimedAt],
    );
    if (inserted.length > 0) return null;
    const [row] = (await this.#query(
      'SELECT body_digest, exchange, claimed_at FROM exchange_key WHERE key_digest = $1',
      [claim.keyDigest],
    )) as Row[];
    // Forgotten between the two statements: nobody holds the key, so the caller may come again.
    if (!row) throw new KoppelError('exchange.in-progress', undefined, { details: { retryAfterMs: 100 } });
    return {
      keyDigest: claim.keyDigest,
      bodyDigest: row.body_digest,
      exchange: row.exchange,
      claimedAt: row.claimed_at.getTime(),
    };
  }

  async replace(old: KeyClaim, claim: KeyClaim): Promise<boolean> {
    const [rows] = (await this.#query(
      `UPDATE exchange_key SET exchange = $3, claimed_at = to_timestamp($4 / 1000.0)
       WHERE key_digest = $1 AND exchange = $2 RETURNING key_digest`,
      [old.keyDigest, old.exchange, claim.exchange, claim.claimedAt],
    )) as [unknown[], number];
    return rows.length > 0;
  }

  async release({ keyDigest, exchange }: Pick<KeyClaim, 'keyDigest' | 'exchange'>): Promise<void> {
    await this.#query('DELETE FROM exchange_key WHERE key_digest = $1 AND exchange = $2', [keyDigest, exchange]);
  }

  /** Forgets keys older than this many hours; afterwards such a key counts as new. */
  async forgetOlderThan(hours: number): Promise<void> {
    await this.#query(`DELETE FROM exchange_key WHERE claimed_at < now() - make_interval(hours => $1)`, [hours]);
  }

  async #query(sql: string, parameters: readonly unknown[]): Promise<unknown[]> {
    try {
      return await this.#dataSource.query(sql, [...parameters]);
    } catch (cause) {
      throw new KoppelError('hub.unavailable', 'The idempotency keys cannot be read', { cause });
    }
  }
}
