import type { DataSource, EntityManager } from 'typeorm';
import type { Caller, Organisation, OrganisationKey, ResultOf } from '../platform/actions.ts';
import { askPrepared } from '../platform/prepared.ts';
import { Together } from './together.ts';

/** Runs inside a change's transaction; when it throws, the change did not happen. */
type BeforeCommit = () => Promise<void>;

/** A key together with what decides whether it counts. */
export interface Standing {
  readonly key: OrganisationKey;
  readonly isOrganisationActive: boolean;
}

/** A key with the index of the entry that registered it. */
export type Registration = NonNullable<ResultOf<'identity.findRegistration'>>;

interface KeyRow extends Omit<OrganisationKey, 'createdAt'> {
  readonly createdAt: Date;
  readonly organisationStatus: Organisation['status'];
}

interface UsedAssertion extends Pick<Caller, 'oin' | 'client'> {
  readonly jti: string;
  /** After this instant the assertion is refused for its age. */
  readonly expiresAt: Date;
}

type KeyAddress = Pick<OrganisationKey, 'oin' | 'kid'>;

const organisationColumns = `o.oin, o.name, o.status,
  ARRAY(SELECT collaboration FROM organisation_collaboration c WHERE c.oin = o.oin ORDER BY 1) AS collaborations`;
const keyColumns = 'k.kid, k.oin, k.use, k.client, k.scopes, k.jwk, k.status, k.created_at AS "createdAt"';

const keysWithOwner = `SELECT ${keyColumns}, o.status AS "organisationStatus"
  FROM organisation_key k JOIN organisation o USING (oin)`;

/** One number for everybody who may register the first operator of this database. */
const bootstrapLock = 74_656_573;

/** Organisations, keys and used assertions in PostgreSQL. */
export class IdentityStore {
  readonly #dataSource: DataSource;
  readonly #standings = new Together((asked: readonly KeyAddress[]) => this.#findStandings(asked));

  constructor(dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  async listOrganisations(oin: string | null): Promise<Organisation[]> {
    return this.#dataSource.query(
      `SELECT ${organisationColumns} FROM organisation o WHERE $1::text IS NULL OR o.oin = $1 ORDER BY o.oin`,
      [oin],
    );
  }

  /** An organisation with its partners: those that share a collaboration, of which nothing else is told. */
  async listWithPartners(oin: string): Promise<Organisation[]> {
    return this.#dataSource.query(
      `SELECT o.oin, o.name, o.status, coalesce(shared.collaborations, '{}') AS collaborations
       FROM organisation o LEFT JOIN LATERAL (
         SELECT array_agg(c.collaboration ORDER BY c.collaboration) AS collaborations FROM organisation_collaboration c
         JOIN organisation_collaboration own USING (collaboration) WHERE c.oin = o.oin AND own.oin = $1
       ) shared ON true WHERE o.oin = $1 OR shared.collaborations IS NOT NULL ORDER BY o.oin`,
      [oin],
    );
  }

  async findOrganisation(oin: string): Promise<Organisation | null> {
    return (await this.listOrganisations(oin))[0] ?? null;
  }

  /** False when the organisation exists already. */
  async insertOrganisation(organisation: Organisation, at: Date, beforeCommit: BeforeCommit): Promise<boolean> {
    return this.#dataSource.transaction(async (manager) => {
      if (!(await insertOrganisation(manager, organisation, at))) return false;
      await beforeCommit();
      return true;
    });
  }

  /** False when any organisation exists already. */
  async insertFirst(organisation: Organisation, key: OrganisationKey, beforeCommit: BeforeCommit): Promise<boolean> {
    return this.#dataSource.transaction(async (manager) => {
      await manager.query('SELECT pg_advisory_xact_lock($1)', [bootstrapLock]);
      const known = await manager.query<unknown[]>('SELECT FROM organisation LIMIT 1');
      if (known.length > 0) return false;
      await insertOrganisation(manager, organisation, new Date(key.createdAt));
      await insertKey(manager, key);
      await beforeCommit();
      return true;
    });
  }

  /** False when the key is registered already, here or elsewhere, revoked or not; `logged` answers the index of its entry. */
  async insertKey(key: OrganisationKey, logged: () => Promise<number>): Promise<boolean> {
    return this.#dataSource.transaction(async (manager) => {
      if (!(await insertKey(manager, key))) return false;
      const index = await logged();
      await manager.query('UPDATE organisation_key SET ledger_index = $2 WHERE kid = $1', [key.kid, index]);
      return true;
    });
  }

  /** Null for a key that was registered before the index of its entry was kept. */
  async findRegistration(oin: string, kid: string): Promise<Registration | null> {
    const [row] = await this.#dataSource.query<{ jwk: Registration['jwk']; index: string }[]>(
      'SELECT jwk, ledger_index AS index FROM organisation_key WHERE oin = $1 AND kid = $2 AND ledger_index IS NOT NULL',
      [oin, kid],
    );
    return row ? { jwk: row.jwk, ledgerIndex: Number(row.index) } : null;
  }

  /** False when the key was revoked already. */
  async revokeKey(kid: string, at: Date, beforeCommit: BeforeCommit): Promise<boolean> {
    return this.#dataSource.transaction(async (manager) => {
      const [rows] = await manager.query<[unknown[], number]>(
        `UPDATE organisation_key SET status = 'revoked', revoked_at = $2 WHERE kid = $1 AND status = 'active' RETURNING kid`,
        [kid, at],
      );
      if (rows.length === 0) return false;
      await beforeCommit();
      return true;
    });
  }

  async listKeys(oin: string): Promise<OrganisationKey[]> {
    const rows = await this.#keys('k.oin = $1', [oin]);
    return rows.map(({ key }) => key);
  }

  async findKey(oin: string, kid: string): Promise<Standing | null> {
    return (await this.#keys('k.oin = $1 AND k.kid = $2', [oin, kid]))[0] ?? null;
  }

  /**
   * The same for a key that the hub itself named, as in a token; for many at once, because every token in use is asked about all
   * the time. What a stranger wrote must not come here: an address that PostgreSQL cannot take would fail everybody's question.
   */
  findStanding(address: KeyAddress): Promise<Standing | null> {
    return this.#standings.ask(address);
  }

  /** False when the assertion was used before, on whichever node. */
  async useAssertion({ oin, client, jti, expiresAt }: UsedAssertion): Promise<boolean> {
    const rows: unknown[] = await this.#dataSource.query(
      'INSERT INTO used_assertion VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING jti',
      [oin, client, jti, expiresAt],
    );
    return rows.length > 0;
  }

  async pruneAssertions(before: Date): Promise<void> {
    await this.#dataSource.query('DELETE FROM used_assertion WHERE expires_at < $1', [before]);
  }

  async #keys(where: string, parameters: readonly string[]): Promise<Standing[]> {
    const rows: KeyRow[] = await this.#dataSource.query(
      `${keysWithOwner} WHERE ${where} ORDER BY k.created_at, k.kid`,
      [...parameters],
    );
    return rows.map(standingOf);
  }

  async #findStandings(asked: readonly KeyAddress[]): Promise<(Standing | null)[]> {
    const kids = asked.map(({ kid }) => kid);
    const rows = await askPrepared<KeyRow>(this.#dataSource, `${keysWithOwner} WHERE k.kid = ANY($1)`, [kids]);
    const found = new Map(rows.map((row) => [row.kid, standingOf(row)]));
    return asked.map(({ oin, kid }) => {
      const standing = found.get(kid);
      return standing?.key.oin === oin ? standing : null;
    });
  }
}

function standingOf({ organisationStatus, createdAt, ...key }: KeyRow): Standing {
  return { key: { ...key, createdAt: createdAt.toISOString() }, isOrganisationActive: organisationStatus === 'active' };
}

async function insertOrganisation(manager: EntityManager, organisation: Organisation, at: Date): Promise<boolean> {
  const { oin, name, status, collaborations } = organisation;
  const rows = await manager.query<unknown[]>(
    'INSERT INTO organisation VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING oin',
    [oin, name, status, at],
  );
  if (rows.length === 0) return false;
  await manager.query('INSERT INTO organisation_collaboration SELECT $1, unnest($2::text[])', [oin, collaborations]);
  return true;
}

async function insertKey(manager: EntityManager, key: OrganisationKey): Promise<boolean> {
  const { kid, oin, use, client, scopes, jwk, createdAt } = key;
  const rows = await manager.query<unknown[]>(
    `INSERT INTO organisation_key (kid, oin, use, client, scopes, jwk, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING kid`,
    [kid, oin, use, client, scopes, jwk, createdAt],
  );
  return rows.length > 0;
}
