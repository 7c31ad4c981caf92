import { KoppelError } from '@koppel/contract';
import type { DataSource } from 'typeorm';
import type { EvidenceUse, UsedEvidence } from './evidence-judge.ts';

/** Remembers used evidence in PostgreSQL, so that it is refused on every node. */
export class UsedEvidenceStore implements UsedEvidence {
  readonly #dataSource: DataSource;

  constructor(dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  async use({ digest, keyDigest }: EvidenceUse): Promise<boolean> {
    const rows = await this.#query(
      `INSERT INTO used_evidence (digest, key_digest) VALUES ($1, $2)
       ON CONFLICT (digest) DO UPDATE SET used_at = now() WHERE used_evidence.key_digest = EXCLUDED.key_digest
       RETURNING digest`,
      [digest, keyDigest ?? null],
    );
    return rows.length > 0;
  }

  async release(digest: string): Promise<void> {
    await this.#query('DELETE FROM used_evidence WHERE digest = $1', [digest]);
  }

  async forgetOlderThan(seconds: number): Promise<void> {
    await this.#query('DELETE FROM used_evidence WHERE used_at < now() - make_interval(secs => $1)', [seconds]);
  }

  async #query(sql: string, parameters: readonly unknown[]): Promise<unknown[]> {
    try {
      return await this.#dataSource.query(sql, [...parameters]);
    } catch (cause) {
      throw new KoppelError('hub.unavailable', 'What evidence was used cannot be read', { cause });
    }
  }
}
