import type { EntityManager } from 'typeorm';
import { versionOf, wrappedBySql } from '../../platform/process/case-keys.store.ts';

/** What was made under one version of a collaboration's key. */
export interface MadeUnder {
  readonly collaboration: string;
  readonly version: number;
}

export interface WrappedRoot {
  readonly root: string;
  readonly wrapped: Buffer;
}

const isWrappedBy = `collaboration = $1 AND ${wrappedBySql} = $2 AND wrapped IS NOT NULL`;

/** What the renewal of keys reads and writes; within a transaction that names the collaboration. */
export class RenewalStore {
  /** Locks some keys of cases that this version wrapped, passing over those that somebody else holds. */
  async takeWrapped(
    manager: EntityManager,
    { collaboration, version }: MadeUnder,
    limit: number,
  ): Promise<WrappedRoot[]> {
    return manager.query<WrappedRoot[]>(
      `SELECT root, wrapped FROM process_key WHERE ${isWrappedBy} LIMIT $3 FOR UPDATE SKIP LOCKED`,
      [collaboration, versionOf(version), limit],
    );
  }

  async putWrapped(manager: EntityManager, roots: readonly WrappedRoot[]): Promise<void> {
    await manager.query(
      `UPDATE process_key SET wrapped = made.wrapped FROM unnest($1::uuid[], $2::bytea[]) AS made (root, wrapped)
       WHERE process_key.root = made.root`,
      [roots.map(({ root }) => root), roots.map(({ wrapped }) => wrapped)],
    );
  }

  hasWrapped(manager: EntityManager, { collaboration, version }: MadeUnder): Promise<boolean> {
    const text = `SELECT EXISTS (SELECT 1 FROM process_key WHERE ${isWrappedBy}) AS found`;
    return exists(manager, text, [collaboration, versionOf(version)]);
  }

  /** Signals and cases in the order of their ids, from after one of them. */
  async listRoots(manager: EntityManager, after: string, limit: number): Promise<string[]> {
    const rows = await manager.query<{ id: string }[]>(
      'SELECT id FROM process_stream WHERE id = root AND id > $1 ORDER BY id LIMIT $2',
      [after, limit],
    );
    return rows.map(({ id }) => id);
  }

  /** Holds a root as it is, so that its content is not destroyed meanwhile. */
  async lock(manager: EntityManager, root: string): Promise<void> {
    await manager.query('SELECT id FROM process_stream WHERE id = $1 FOR UPDATE', [root]);
  }

  hasTokens(manager: EntityManager, { collaboration, version }: MadeUnder): Promise<boolean> {
    const text = 'SELECT EXISTS (SELECT 1 FROM process_token WHERE collaboration = $1 AND key_version = $2) AS found';
    return exists(manager, text, [collaboration, version]);
  }

  /** Removes some search tokens and says how many. */
  async removeTokens(manager: EntityManager, { collaboration, version }: MadeUnder, limit: number): Promise<number> {
    const [, count] = await manager.query<[unknown[], number]>(
      `DELETE FROM process_token WHERE (token, root) IN
         (SELECT token, root FROM process_token WHERE collaboration = $1 AND key_version = $2 LIMIT $3)`,
      [collaboration, version, limit],
    );
    return count;
  }
}

async function exists(manager: EntityManager, text: string, values: readonly unknown[]): Promise<boolean> {
  const [row] = await manager.query<{ found: boolean }[]>(text, [...values]);
  return row?.found === true;
}
