import type { DataSource } from 'typeorm';
import type { ActiveMandate, ParamsOf, ResultOf } from '../platform/actions.ts';
import { keepLogged, type LogChange } from '../platform/logged-change.ts';
import type { Mandate, MandateFilter } from '../platform/mandate.schema.ts';
import { askPrepared } from '../platform/prepared.ts';

/** A mandate with the salt of its digests in the ledger, which nobody is told. */
export interface SaltedMandate {
  readonly mandate: Mandate;
  readonly salt: string;
}

/** Whose mandates are looked at, and from which one on. */
export interface MandateSearch extends MandateFilter {
  /** Every organisation's when absent. */
  readonly oin?: string;
  readonly person?: string;
  /** The id after which the list goes on; the newest are first. */
  readonly before?: string;
  readonly limit: number;
}

interface Row extends Omit<Mandate, 'limits' | 'from' | 'until' | 'substituteOf' | 'revokedAt' | 'reason'> {
  readonly themes: string[];
  readonly regions: string[];
  readonly from: Date;
  readonly until: Date;
  readonly substituteOf: string | null;
  readonly revokedAt: Date | null;
  readonly reason: string | null;
  readonly salt: string;
}

const counts = (alias: string, at: string): string =>
  `(${alias}.status = 'active' AND ${alias}.valid_from <= ${at} AND ${at} < ${alias}.valid_until)`;

/** With `f`, the mandate that is substituted for: a substitution falls when that one does, at the same instant. */
const mandates = 'mandate m LEFT JOIN mandate f ON f.id = m.substitute_of';
const inForce = (at: string): string => `(${counts('m', at)} AND (f.id IS NULL OR ${counts('f', at)}))`;

const columns = `m.id, m.oin, m.person, m.role, m.level, m.collaboration, m.themes, m.regions,
  m.valid_from AS "from", m.valid_until AS "until", m.substitute_of AS "substituteOf", m.decision, m.salt, m.status,
  m.revoked_at AS "revokedAt", m.reason, m.revision, ${inForce('$1')} AS "inForce"`;

/** Mandates in PostgreSQL; whether one is in force is computed when it is asked, and kept nowhere. */
export class MandateStore {
  readonly #dataSource: DataSource;

  constructor(dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  /** Writes a new mandate; `log` may still call it off. */
  async insert({ mandate, salt }: SaltedMandate, log: LogChange): Promise<void> {
    const { id, oin, person, role, level, collaboration, limits, from, until, decision, revision } = mandate;
    const place = [role, level, collaboration, limits.themes, limits.regions];
    await this.#dataSource.transaction(async (manager) => {
      await manager.query(
        `INSERT INTO mandate (id, oin, person, role, level, collaboration, themes, regions, valid_from, valid_until,
           substitute_of, decision, salt, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
        [id, oin, person, ...place, from, until, mandate.substituteOf ?? null, decision, salt, revision],
      );
      await keepLogged(manager, log);
    });
  }

  /** False when somebody else changed it since; `log` may call it off. */
  async revoke(revoked: Mandate, log: LogChange): Promise<boolean> {
    const { id, revokedAt, reason, revision } = revoked;
    return this.#dataSource.transaction(async (manager) => {
      const [rows] = await manager.query<[unknown[], number]>(
        `UPDATE mandate SET status = 'revoked', revoked_at = $2, reason = $3, revision = $4
         WHERE id = $1 AND revision = $4 - 1 AND status = 'active' RETURNING id`,
        [id, revokedAt, reason, revision],
      );
      if (rows.length === 0) return false;
      await keepLogged(manager, log);
      return true;
    });
  }

  async find(id: string, at: Date): Promise<SaltedMandate | undefined> {
    const rows: Row[] = await this.#dataSource.query(`SELECT ${columns} FROM ${mandates} WHERE m.id = $2`, [at, id]);
    return rows.map(saltedOf)[0];
  }

  /** The newest first: ids carry the time at which they were made. */
  async list(search: MandateSearch, at: Date): Promise<Mandate[]> {
    const { oin = null, person = null, role = null, level = null, status = null, before = null, limit } = search;
    const rows: Row[] = await this.#dataSource.query(
      `SELECT ${columns} FROM ${mandates}
       WHERE ($2::text IS NULL OR m.oin = $2) AND ($3::text IS NULL OR m.person = $3) AND ($4::text IS NULL OR m.role = $4)
         AND ($5::text IS NULL OR m.level = $5) AND ($6::text IS NULL OR m.status = $6) AND ($7::uuid IS NULL OR m.id < $7)
       ORDER BY m.id DESC LIMIT $8`,
      [at, oin, person, role, level, status, before, limit],
    );
    return rows.map((row) => saltedOf(row).mandate);
  }

  /** What a person of an active organisation is mandated to at an instant. */
  async activeOf({ oin, person }: ParamsOf<'identity.mandatesOf'>, at: Date): Promise<ActiveMandate[]> {
    return askPrepared(
      this.#dataSource,
      `SELECT m.id AS mandate, m.role, m.level, m.collaboration, m.themes, m.regions
       FROM ${mandates} JOIN organisation o ON o.oin = m.oin
       WHERE m.oin = $2 AND m.person = $3 AND o.status = 'active' AND ${inForce('$1')} ORDER BY m.id`,
      [at, oin, person],
    );
  }

  /** Who acts in these roles at an instant, in active organisations; the longest-standing mandate first. */
  async holdersOf(asked: ParamsOf<'identity.holdersOf'>, at: Date): Promise<ResultOf<'identity.holdersOf'>> {
    const { seats, collaboration, theme, region, oin = null } = asked;
    return this.#dataSource.query(
      `SELECT m.oin, m.person, m.id AS mandate, m.role, m.level FROM ${mandates} JOIN organisation o ON o.oin = m.oin
       WHERE m.collaboration = $2 AND (m.role, m.level) IN (SELECT * FROM unnest($3::text[], $4::text[]))
         AND o.status = 'active' AND ${inForce('$1')}
         AND (m.themes = '{}' OR $5 = ANY (m.themes)) AND (m.regions = '{}' OR $6 = ANY (m.regions))
         AND ($7::text IS NULL OR m.oin = $7) ORDER BY m.id`,
      [at, collaboration, seats.map(({ role }) => role), seats.map(({ level }) => level), theme, region, oin],
    );
  }
}

function saltedOf(row: Row): SaltedMandate {
  const { themes, regions, from, until, substituteOf, revokedAt, reason, salt, ...rest } = row;
  const mandate: Mandate = {
    ...rest,
    limits: { themes, regions },
    from: from.toISOString(),
    until: until.toISOString(),
    ...(substituteOf === null ? {} : { substituteOf }),
    ...(revokedAt === null || reason === null ? {} : { revokedAt: revokedAt.toISOString(), reason }),
  };
  return { mandate, salt };
}
