import type { AgreementRecord } from '@koppel/contract';
import type { DataSource, EntityManager } from 'typeorm';
import type { AgreementChanges } from '../platform/actions.ts';
import { inCollaborations } from '../platform/data-source.ts';
import { keepLogged, type LogChange } from '../platform/logged-change.ts';

interface Row {
  readonly record: AgreementRecord;
}

interface ChangeRow extends Row {
  readonly change: string;
}

/** How many changes one answer to the gate holds, so that it fits a message between nodes. */
const changesPerAnswer = 500;

/** Agreements in PostgreSQL: seen per collaboration by the application, as a whole by the gate alone. */
export class AgreementStore {
  readonly #app: DataSource;
  readonly #gate: DataSource;

  constructor(app: DataSource, gate: DataSource) {
    this.#app = app;
    this.#gate = gate;
  }

  /** Writes a new agreement; `log` may still call it off. */
  async insert(record: AgreementRecord, log: LogChange): Promise<void> {
    await this.#within(record.agreement.collaboration, async (manager) => {
      const { id, collaboration, requester, provider } = record.agreement;
      await manager.query(
        `INSERT INTO agreement (id, collaboration, requester, provider, status, record, revision, change)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [id, collaboration, requester, provider, record.status, record, record.revision, await nextChange(manager)],
      );
      await keepLogged(manager, log);
    });
  }

  /** Writes the record when nobody else changed it since `seenRevision`; false otherwise. `log` may call it off. */
  async update(record: AgreementRecord, seenRevision: number, log: LogChange): Promise<boolean> {
    return this.#within(record.agreement.collaboration, async (manager) => {
      const change = await nextChange(manager);
      const [rows] = await manager.query<[unknown[], number]>(
        `UPDATE agreement SET status = $2, record = $3, revision = $4, change = $5
         WHERE id = $1 AND revision = $6 RETURNING id`,
        [record.agreement.id, record.status, record, record.revision, change, seenRevision],
      );
      if (rows.length === 0) return false;
      await keepLogged(manager, log);
      return true;
    });
  }

  async find(id: string, collaborations: readonly string[]): Promise<AgreementRecord | undefined> {
    const rows = await inCollaborations(this.#app, collaborations, async (manager) =>
      manager.query<Row[]>('SELECT record FROM agreement WHERE id = $1', [id]),
    );
    return rows[0]?.record;
  }

  /** The agreements to which an organisation is party, newest change first. */
  async listOf(oin: string, collaborations: readonly string[]): Promise<AgreementRecord[]> {
    const rows = await inCollaborations(this.#app, collaborations, async (manager) =>
      manager.query<Row[]>(
        `SELECT record FROM agreement WHERE requester = $1 OR provider = $1 ORDER BY change DESC LIMIT 1000`,
        [oin],
      ),
    );
    return rows.map(({ record }) => record);
  }

  /** Everything that changed after a revision, in the order of commits; read as the gate, across collaborations. */
  async changesSince(revision: number): Promise<AgreementChanges> {
    const rows: ChangeRow[] = await this.#gate.query(
      'SELECT record, change FROM agreement WHERE change > $1 ORDER BY change LIMIT $2',
      [revision, changesPerAnswer],
    );
    const last = rows.at(-1);
    return {
      revision: last ? Number(last.change) : revision,
      records: rows.map(({ record }) => record),
      isComplete: rows.length < changesPerAnswer,
    };
  }

  #within<Result>(collaboration: string, work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    return inCollaborations(this.#app, [collaboration], work);
  }
}

async function nextChange(manager: EntityManager): Promise<string> {
  const [rows] = await manager.query<[{ change: string }[], number]>(
    'UPDATE agreement_head SET change = change + 1 RETURNING change',
  );
  return rows[0]?.change ?? '';
}
