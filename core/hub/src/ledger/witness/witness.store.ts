import type { DataSource } from 'typeorm';
import type { Refusal } from '../../platform/actions.ts';

/** A witness as it is stored, with its last refusal. */
export interface StoredWitness {
  readonly id: string;
  readonly oin: string;
  readonly client: string;
  readonly name: string;
  readonly vkey: string;
  readonly addedAt: Date;
  readonly signedAt: Date | null;
  readonly signedSize: number | null;
  readonly lagSeconds: number;
  readonly isRefusing: boolean;
  readonly lastRefusal: Refusal | null;
}

interface Row {
  readonly id: string;
  readonly oin: string;
  readonly client: string;
  readonly name: string;
  readonly vkey: string;
  readonly added_at: Date;
  readonly signed_at: Date | null;
  readonly signed_size: string | null;
  readonly lag: string;
  readonly is_refusing: boolean;
  readonly code: string | null;
  readonly at: Date | null;
  readonly held_size: string | null;
  readonly offered_size: string | null;
}

/** A refusal to keep; one of a kind against one held checkpoint is enough. */
export interface NewRefusal {
  readonly mark: string;
  readonly code: string;
  readonly held: { readonly size: number; readonly note: string } | undefined;
  readonly offered: { readonly size: number; readonly note: string };
}

const columns = `
  witness.id, witness.oin, witness.client, witness.name, witness.vkey, witness.added_at, witness.signed_at, witness.signed_size,
  extract(epoch FROM now() - coalesce(witness.signed_at, witness.added_at)) AS lag,
  coalesce(witness.refused_at > coalesce(witness.signed_at, '-infinity'), false) AS is_refusing,
  refusal.code, refusal.at, refusal.held_size, refusal.offered_size`;

const lastRefusal = `
  LEFT JOIN LATERAL (
    SELECT kept.code, kept.at, kept.held_size, kept.offered_size FROM ledger_witness_refusal kept
    WHERE kept.witness = witness.id ORDER BY kept.at DESC LIMIT 1
  ) refusal ON true`;

/** What the hub knows of its witnesses. */
export class WitnessStore {
  readonly #dataSource: DataSource;

  constructor(dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  async list(): Promise<StoredWitness[]> {
    const rows = await this.#dataSource.query<Row[]>(
      `SELECT ${columns} FROM ledger_witness witness ${lastRefusal}
       WHERE withdrawn_at IS NULL ORDER BY witness.oin, witness.client`,
    );
    return rows.map(toWitness);
  }

  /** Those that nobody asked lately; of several nodes, each witness is asked by one. */
  async claimDue(everyMs: number): Promise<StoredWitness[]> {
    const [claimed] = await this.#dataSource.query<[{ id: string }[], number]>(
      `UPDATE ledger_witness SET asked_at = now()
       WHERE withdrawn_at IS NULL AND coalesce(asked_at, '-infinity') <= now() - $1 * interval '1 millisecond'
       RETURNING id`,
      [everyMs],
    );
    const ids = new Set(claimed.map(({ id }) => id));
    return ids.size === 0 ? [] : (await this.list()).filter(({ id }) => ids.has(id));
  }

  /** False when this client, or another under this name, is a witness already. */
  async add({ oin, client, name, vkey }: Pick<StoredWitness, 'oin' | 'client' | 'name' | 'vkey'>): Promise<boolean> {
    const added = await this.#dataSource.query<unknown[]>(
      'INSERT INTO ledger_witness (oin, client, name, vkey) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING id',
      [oin, client, name, vkey],
    );
    return added.length > 0;
  }

  async withdraw(id: string): Promise<void> {
    await this.#dataSource.query('UPDATE ledger_witness SET withdrawn_at = now() WHERE id = $1', [id]);
  }

  async keepCosignature(id: string, signed: { size: number; root: string; line: string }): Promise<void> {
    const { size, root, line } = signed;
    await this.#dataSource.transaction(async (manager) => {
      await manager.query(
        'INSERT INTO ledger_cosignature (size, witness, root, line) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
        [size, id, root, line],
      );
      await manager.query('UPDATE ledger_witness SET signed_at = now(), signed_size = $2 WHERE id = $1', [id, size]);
    });
  }

  /** Whether it is a refusal that was not known yet. */
  async keepRefusal(id: string, { mark, code, held, offered }: NewRefusal): Promise<boolean> {
    return this.#dataSource.transaction(async (manager) => {
      await manager.query('UPDATE ledger_witness SET refused_at = now() WHERE id = $1', [id]);
      const added = await manager.query<unknown[]>(
        `INSERT INTO ledger_witness_refusal (witness, mark, code, held_size, held, offered_size, offered)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING mark`,
        [id, mark, code, held?.size ?? null, held?.note ?? null, offered.size, offered.note],
      );
      return added.length > 0;
    });
  }

  /** The checkpoints that a refusing witness holds, and that the ledger does not continue. */
  async listHeldNotes(): Promise<string[]> {
    const rows = await this.#dataSource.query<{ held: string }[]>(
      `SELECT DISTINCT ON (witness.id) refusal.held FROM ledger_witness_refusal refusal
       JOIN ledger_witness witness ON witness.id = refusal.witness
       WHERE witness.withdrawn_at IS NULL AND refusal.held IS NOT NULL AND refusal.code IN ('inconsistent', 'rolled-back')
         AND witness.refused_at > coalesce(witness.signed_at, '-infinity')
       ORDER BY witness.id, refusal.at DESC`,
    );
    return rows.map(({ held }) => held);
  }

  async addGap(index: number, { size, root }: { size: number; root: string }): Promise<void> {
    await this.#dataSource.query('INSERT INTO ledger_gap (index, size, root) VALUES ($1, $2, $3)', [index, size, root]);
  }

  /** The index of the entry that records the loss of this checkpoint. */
  async findGap({ size, root }: { size: number; root: string }): Promise<number | undefined> {
    const [row] = await this.#dataSource.query<{ index: string }[]>(
      'SELECT index FROM ledger_gap WHERE size = $1 AND root = $2 ORDER BY index DESC LIMIT 1',
      [size, root],
    );
    return row && Number(row.index);
  }
}

function toWitness(row: Row): StoredWitness {
  const { id, oin, client, name, vkey, added_at: addedAt, signed_at: signedAt, is_refusing: isRefusing } = row;
  const signedSize = row.signed_size === null ? null : Number(row.signed_size);
  const lagSeconds = Math.max(0, Number(row.lag));
  return {
    id,
    oin,
    client,
    name,
    vkey,
    addedAt,
    signedAt,
    signedSize,
    lagSeconds,
    isRefusing,
    lastRefusal: refusalIn(row),
  };
}

function refusalIn({ code, at, held_size: heldSize, offered_size: offeredSize }: Row): Refusal | null {
  if (code === null || at === null) return null;
  const held = heldSize === null ? null : Number(heldSize);
  return { code, at: at.toISOString(), heldSize: held, offeredSize: Number(offeredSize) };
}
