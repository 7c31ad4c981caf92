import type { EntityManager } from 'typeorm';
import type { Body } from '../../platform/body.schema.ts';

interface Row extends Omit<Body, 'parent'> {
  readonly parent: string | null;
}

export interface BodySearch {
  /** Every organisation's when absent. */
  readonly member?: string;
  /** The id after which the list goes on. */
  readonly after?: string;
  readonly limit: number;
}

const columns = 'id, collaboration, level, title, theme, region, coordinator, members, parent, active, revision';

const bodyOf = ({ parent, ...row }: Row): Body => (parent === null ? row : { ...row, parent });

/** Bodies in PostgreSQL; within a transaction that names its collaborations. */
export const bodyStore = {
  async insert(manager: EntityManager, body: Body): Promise<void> {
    const { id, collaboration, level, title, theme, region, coordinator, members, parent, active, revision } = body;
    await manager.query(`INSERT INTO process_body (${columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, [
      id,
      collaboration,
      level,
      title,
      theme,
      region,
      coordinator,
      members,
      parent ?? null,
      active,
      revision,
    ]);
  },

  /** False when somebody else changed it since. */
  async update(manager: EntityManager, { id, coordinator, members, active, revision }: Body): Promise<boolean> {
    const [rows] = await manager.query<[unknown[], number]>(
      `UPDATE process_body SET coordinator = $2, members = $3, active = $4, revision = $5
       WHERE id = $1 AND revision = $5 - 1 RETURNING id`,
      [id, coordinator, members, active, revision],
    );
    return rows.length > 0;
  },

  async find(manager: EntityManager, id: string): Promise<Body | undefined> {
    const rows = await manager.query<Row[]>(`SELECT ${columns} FROM process_body WHERE id = $1`, [id]);
    return rows.map(bodyOf)[0];
  },

  /** The oldest first: ids carry the time at which they were made. */
  async list(manager: EntityManager, { member = null, after = null, limit }: Nullable<BodySearch>): Promise<Body[]> {
    const rows = await manager.query<Row[]>(
      `SELECT ${columns} FROM process_body
       WHERE ($1::text IS NULL OR $1 = ANY (members)) AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
      [member, after, limit],
    );
    return rows.map(bodyOf);
  },
} as const;

type Nullable<Search extends object> = { readonly [Key in keyof Search]: Search[Key] | null };
