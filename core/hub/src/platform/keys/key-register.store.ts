import type { DataSource } from 'typeorm';
import type { KeyId, KeyKind, KeptKey } from './key-custody.ts';
import type { KeyRegister, KeyState, NewEntry, RegisteredKey } from './key-register.ts';

interface Row {
  readonly kind: KeyKind;
  readonly name: string;
  readonly version: number;
  readonly state: KeyState;
  readonly fingerprint: string | null;
  readonly public_key: string | null;
  readonly active_from: Date;
  readonly retired_for_ms: string | null;
  readonly is_logged: boolean;
}

// PostgreSQL's clock decides for all nodes alike, whatever their own clocks say.
const selectKeys = `
  SELECT kind, name, version, fingerprint, public_key, active_from, is_logged,
    CASE WHEN destroyed_at <= now() THEN 'destroyed'
      WHEN active_from > now() THEN 'coming'
      WHEN successor <= now() THEN 'retired'
      ELSE 'active' END AS state,
    CASE WHEN successor <= now() THEN floor(extract(epoch FROM now() - successor) * 1000) END AS retired_for_ms
  FROM (
    SELECT *, lead(active_from) OVER (PARTITION BY kind, name ORDER BY version) AS successor FROM hub_key
  ) hub_key
  ORDER BY kind, name, version DESC`;

/** The register in PostgreSQL, whose clock is everybody's. */
export class KeyRegisterStore implements KeyRegister {
  readonly #dataSource: DataSource;

  constructor(dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  async list(): Promise<RegisteredKey[]> {
    const rows = await this.#dataSource.query<Row[]>(selectKeys);
    return rows.map(({ public_key, active_from, retired_for_ms, is_logged, ...row }) => ({
      ...row,
      publicKey: public_key,
      activeFrom: active_from.toISOString(),
      retiredForMs: retired_for_ms === null ? null : Number(retired_for_ms),
      isLogged: is_logged,
    }));
  }

  async add({ key, inMs, isLogged }: NewEntry): Promise<boolean> {
    const publicKey = key.publicKey?.export({ format: 'jwk' }).x ?? null;
    const rows = await this.#dataSource.query<unknown[]>(
      `INSERT INTO hub_key (kind, name, version, fingerprint, public_key, active_from, is_logged)
       VALUES ($1, $2, $3, $4, $5, now() + $6 * interval '1 millisecond', $7) ON CONFLICT DO NOTHING RETURNING version`,
      [key.kind, key.name, key.version, key.fingerprint, publicKey, inMs, isLogged],
    );
    return rows.length > 0;
  }

  async identify({ kind, name, version, fingerprint, publicKey }: KeptKey): Promise<void> {
    await this.#dataSource.query(
      `UPDATE hub_key SET fingerprint = $4, public_key = $5
       WHERE kind = $1 AND name = $2 AND version = $3 AND fingerprint IS NULL`,
      [kind, name, version, fingerprint, publicKey?.export({ format: 'jwk' }).x ?? null],
    );
  }

  async endIn(inMs: number, { kind, name, version }: KeyId): Promise<void> {
    await this.#dataSource.query(
      `UPDATE hub_key SET destroyed_at = least(destroyed_at, now() + $4 * interval '1 millisecond')
       WHERE kind = $1 AND name = $2 AND version = $3`,
      [kind, name, version, inMs],
    );
  }

  async markLogged({ kind, name, version }: KeyId): Promise<void> {
    await this.#dataSource.query('UPDATE hub_key SET is_logged = true WHERE kind = $1 AND name = $2 AND version = $3', [
      kind,
      name,
      version,
    ]);
  }
}
