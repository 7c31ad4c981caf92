import type { ReferenceModel } from '@koppel/process';
import { QueryFailedError, type DataSource, type EntityManager } from 'typeorm';
import type { ParamsOf } from '../platform/actions.ts';
import { inCollaborations } from '../platform/data-source.ts';
import { keepLogged, type LogChange } from '../platform/logged-change.ts';
import type { ModelFilter, ModelRecord, ModelStatus, ModelVersion } from '../platform/model-actions.ts';
import type { AppliedVersion } from './lifecycle.ts';

interface Row {
  readonly record: ModelVersion;
  readonly status: ModelStatus;
  readonly document: ReferenceModel;
}

/** Which versions, as of an instant (milliseconds since the epoch), and from where in the list. */
export interface ModelListing extends ModelFilter {
  readonly atMs: number;
  readonly after?: string;
  readonly limit: number;
}

/** Where each version stands at the instant `$1`. */
const standing = `
  SELECT v.*, CASE
    WHEN v.in_force_from IS NULL OR v.in_force_from > $1 THEN v.status
    WHEN EXISTS (
      SELECT FROM reference_model later
      WHERE later.collaboration = v.collaboration AND later.theme = v.theme
        AND later.in_force_from > v.in_force_from AND later.in_force_from <= $1) THEN 'superseded'
    ELSE 'in-force' END AS standing
  FROM reference_model v`;

/** Versions of reference models in PostgreSQL; `log` may still call a change off. */
export class ModelStore {
  readonly #app: DataSource;
  readonly #gate: DataSource;

  constructor(app: DataSource, gate: DataSource) {
    this.#app = app;
    this.#gate = gate;
  }

  /** False when this version of this model is there already. */
  async insert({ document, ...version }: ModelRecord, log: LogChange): Promise<boolean> {
    const { id, collaboration, model, version: number, theme, status, revision } = version;
    const roles = document.roles.map(({ id: role, level }) => `${level}:${role}`);
    return this.#within([collaboration], async (manager) => {
      const rows = await manager.query<unknown[]>(
        `INSERT INTO reference_model (id, collaboration, model, version, theme, roles, document, status, record, revision)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (collaboration, model, version) DO NOTHING RETURNING id`,
        [id, collaboration, model, number, theme, roles, document, status, version, revision],
      );
      if (rows.length === 0) return false;
      await keepLogged(manager, log);
      return true;
    });
  }

  /** Writes where a version stands when nobody changed it since `seenRevision`, or took its instant; false otherwise. */
  async update(version: ModelVersion, seenRevision: number, log: LogChange): Promise<boolean> {
    const { id, collaboration, status, application, revision } = version;
    const change = this.#within([collaboration], async (manager) => {
      const [rows] = await manager.query<[unknown[], number]>(
        `UPDATE reference_model SET status = $2, in_force_from = $3, record = $4, revision = $5
         WHERE id = $1 AND revision = $6 RETURNING id`,
        [id, status, application?.from ?? null, version, revision, seenRevision],
      );
      if (rows.length === 0) return false;
      await keepLogged(manager, log);
      return true;
    });
    return change.catch((error: unknown) => {
      if (isTaken(error)) return false;
      throw error;
    });
  }

  async find(id: string, collaborations: readonly string[], atMs: number): Promise<ModelRecord | undefined> {
    const rows = await this.#within(collaborations, (manager) =>
      manager.query<Row[]>(`SELECT record, standing AS status, document FROM (${standing}) s WHERE id = $2`, [
        instant(atMs),
        id,
      ]),
    );
    return rows.map(({ record, status, document }) => ({ ...record, status, document }))[0];
  }

  /** Newest first, and one more than the limit when there are more. */
  async list(collaborations: readonly string[], listing: ModelListing): Promise<ModelVersion[]> {
    const { atMs, model = null, theme = null, status = null, after = null, limit } = listing;
    const rows = await this.#within(collaborations, (manager) =>
      manager.query<Row[]>(
        `SELECT record, standing AS status FROM (${standing}) s
         WHERE ($2::text IS NULL OR model = $2) AND ($3::text IS NULL OR theme = $3)
           AND ($4::text IS NULL OR standing = $4) AND ($5::uuid IS NULL OR id < $5)
         ORDER BY id DESC LIMIT $6`,
        [instant(atMs), model, theme, status, after, limit + 1],
      ),
    );
    return rows.map(({ record, status: stands }) => ({ ...record, status: stands }));
  }

  /** Every version that was or will be in force for a theme, except one. */
  async listApplied(collaboration: string, theme: string, except: string | null): Promise<AppliedVersion[]> {
    const rows = await this.#within([collaboration], (manager) =>
      manager.query<Pick<Row, 'record'>[]>(
        `SELECT record FROM reference_model
         WHERE theme = $1 AND in_force_from IS NOT NULL AND ($2::uuid IS NULL OR id <> $2)`,
        [theme, except],
      ),
    );
    return rows.map(({ record }) => ({ ...record, from: record.application?.from ?? '' }));
  }

  /** Of whatever collaboration: for rooms that hold an id already. */
  async findDocument(id: string): Promise<ReferenceModel | undefined> {
    const rows: Pick<Row, 'document'>[] = await this.#gate.query('SELECT document FROM reference_model WHERE id = $1', [
      id,
    ]);
    return rows[0]?.document;
  }

  async findIdInForce(collaboration: string, theme: string, atMs: number): Promise<string | undefined> {
    const rows = await this.#within([collaboration], (manager) =>
      manager.query<{ id: string }[]>(
        `SELECT id FROM reference_model WHERE theme = $1 AND in_force_from <= $2 ORDER BY in_force_from DESC LIMIT 1`,
        [theme, instant(atMs)],
      ),
    );
    return rows[0]?.id;
  }

  async knowsRole({ collaboration, role, level }: ParamsOf<'model.knowsRole'>): Promise<boolean> {
    const rows = await this.#within([collaboration], (manager) =>
      manager.query<unknown[]>('SELECT FROM reference_model WHERE $1 = ANY (roles) LIMIT 1', [`${level}:${role}`]),
    );
    return rows.length > 0;
  }

  #within<Result>(
    collaborations: readonly string[],
    work: (manager: EntityManager) => Promise<Result>,
  ): Promise<Result> {
    return inCollaborations(this.#app, collaborations, work);
  }
}

const instant = (atMs: number): string => new Date(atMs).toISOString();

/** SQLSTATE 23505: another version of the theme took the same instant meanwhile. */
const isTaken = (error: unknown): boolean =>
  error instanceof QueryFailedError && (error.driverError as { code?: unknown }).code === '23505';
