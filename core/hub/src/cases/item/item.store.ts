import { KoppelError } from '@koppel/contract';
import type { EntityManager } from 'typeorm';
import type { Item } from '../../platform/item.schema.ts';
import type { ProcessRecord } from '../../platform/process/process-record.ts';
import { sightOf, type Viewer } from '../../platform/process/viewer.ts';
import type { ItemRetention } from './item-clock.ts';

/** What of an item never changes. */
export type ItemFacts = Omit<Item, 'retention' | 'isReadable' | 'title'>;

/** What stands of a root without its content. */
export type ClearRecord = Omit<ProcessRecord, 'content'>;

/** An item as it is stored, with the signal or case that it belongs to. */
export interface StoredItem {
  readonly facts: ItemFacts;
  readonly retention: ItemRetention;
  readonly wrapped: Buffer | null;
  readonly sealed: Buffer | null;
  readonly root: ClearRecord;
  /** The wrapped key of the root; null once that was destroyed. */
  readonly rootKey: Buffer | null;
}

interface Row {
  readonly facts: ItemFacts;
  readonly status: ItemRetention['status'];
  readonly active_until: Date | null;
  readonly locked_until: Date | null;
  readonly decision: string;
  readonly wrapped: Buffer | null;
  readonly sealed: Buffer | null;
  readonly record: ClearRecord;
  readonly root_key: Buffer | null;
}

interface NewItem {
  readonly facts: ItemFacts;
  readonly collaboration: string;
  readonly retention: Pick<ItemRetention, 'activeUntil' | 'decision'>;
  readonly wrapped: Buffer;
  readonly sealed: Buffer;
}

const selectItems = `SELECT i.facts, i.status, i.active_until, i.locked_until, i.decision, i.wrapped, i.sealed,
  s.record, k.wrapped AS root_key
  FROM case_item i JOIN process_stream s ON s.id = i.root JOIN process_key k ON k.root = i.root`;

const isDue = `((i.status = 'active' AND i.active_until <= $1) OR (i.status = 'locked' AND i.locked_until <= $1))`;

/** Items in PostgreSQL; within a transaction that names its collaborations. */
export class ItemStore {
  async insert(manager: EntityManager, { facts, collaboration, retention, wrapped, sealed }: NewItem): Promise<void> {
    await manager.query(
      `INSERT INTO case_item (id, root, collaboration, facts, status, active_until, decision, wrapped, sealed)
       VALUES ($1, $2, $3, $4, 'active', $5, $6, $7, $8)`,
      [facts.id, facts.root, collaboration, facts, retention.activeUntil, retention.decision, wrapped, sealed],
    );
  }

  /** One item, if the viewer may know of its signal or case; hidden and absent take the same way. */
  async find(manager: EntityManager, viewer: Viewer, id: string): Promise<StoredItem | undefined> {
    const sight = sightOf(viewer, 2);
    const rows = await manager.query<Row[]>(`${selectItems} WHERE i.id = $1 AND ${sight.sql}`, [
      id,
      ...sight.parameters,
    ]);
    return rows[0] && toStored(rows[0]);
  }

  /** The items of a signal or case in the order in which they were added. */
  async list(
    manager: EntityManager,
    root: string,
    page: { after: string | null; limit: number },
  ): Promise<StoredItem[]> {
    const rows = await manager.query<Row[]>(
      `${selectItems} WHERE i.root = $1 AND ($2::uuid IS NULL OR i.id > $2) ORDER BY i.id LIMIT $3`,
      [root, page.after, page.limit],
    );
    return rows.map(toStored);
  }

  /** @throws KoppelError `resource.changed` when the clock was faster. */
  async extend(
    manager: EntityManager,
    id: string,
    clock: Pick<ItemRetention, 'activeUntil' | 'decision'>,
  ): Promise<void> {
    const [rows] = await manager.query<[unknown[], number]>(
      `UPDATE case_item SET active_until = $2, decision = $3 WHERE id = $1 AND status = 'active' RETURNING id`,
      [id, clock.activeUntil, clock.decision],
    );
    if (rows.length === 0) throw new KoppelError('resource.changed');
  }

  /** Items whose own time is over and that still wait for the clock. */
  async listDue(manager: EntityManager, now: number, limit: number): Promise<StoredItem[]> {
    const rows = await manager.query<Row[]>(`${selectItems} WHERE ${isDue} ORDER BY i.id LIMIT $2`, [
      new Date(now),
      limit,
    ]);
    return rows.map(toStored);
  }

  /** One of them with its case as both are now, unless somebody was faster. */
  async findDue(manager: EntityManager, now: number, id: string): Promise<StoredItem | undefined> {
    const rows = await manager.query<Row[]>(`${selectItems} WHERE ${isDue} AND i.id = $2`, [new Date(now), id]);
    return rows[0] && toStored(rows[0]);
  }

  async lock(manager: EntityManager, id: string, lockedUntil: string): Promise<void> {
    await manager.query(`UPDATE case_item SET status = 'locked', locked_until = $2 WHERE id = $1`, [id, lockedUntil]);
  }

  /** Without its key nobody can read it, in a copy of the database neither. */
  async destroy(manager: EntityManager, id: string): Promise<void> {
    await manager.query(`UPDATE case_item SET status = 'destroyed', wrapped = NULL, sealed = NULL WHERE id = $1`, [id]);
  }

  /** What happens to a case happens to its items; a lock that ends sooner stays. */
  async lockAll(manager: EntityManager, root: string, lockedUntil: string): Promise<void> {
    await manager.query(
      `UPDATE case_item SET status = 'locked', locked_until = least(locked_until, $2) WHERE root = $1 AND status <> 'destroyed'`,
      [root, lockedUntil],
    );
  }

  async destroyAll(manager: EntityManager, root: string): Promise<void> {
    await manager.query(`UPDATE case_item SET status = 'destroyed', wrapped = NULL, sealed = NULL WHERE root = $1`, [
      root,
    ]);
  }
}

const toStored = (row: Row): StoredItem => ({
  facts: row.facts,
  retention: {
    status: row.status,
    activeUntil: row.active_until?.toISOString() ?? null,
    lockedUntil: row.locked_until?.toISOString() ?? null,
    decision: row.decision,
  },
  wrapped: row.wrapped,
  sealed: row.sealed,
  root: row.record,
  rootKey: row.root_key,
});
