import type { Readable, Writable } from 'node:stream';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { Manifest } from './manifest.schema.ts';
import type { Owner } from './owner.store.ts';

export type Table = Manifest['tables'][number];

const migrationTable = 'koppel_migration';

const listTables = `
  SELECT c.relname AS name,
    (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
    (SELECT coalesce(array_agg(DISTINCT k.confrelid::regclass::text), '{}') FROM pg_constraint k
      WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.confrelid <> c.oid) AS needs
  FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname <> '${migrationTable}'
  ORDER BY c.relname`;

interface Row extends Table {
  readonly needs: readonly string[];
}

/** Every table of the hub, each after those that it refers to. */
export async function tablesOf(client: Owner): Promise<Table[]> {
  const { rows } = await client.query<Row>(listTables);
  const ordered: Row[] = [];
  while (ordered.length < rows.length) {
    const isThere = (name: string): boolean => ordered.some((table) => table.name === name);
    const next = rows.filter((table) => !isThere(table.name) && table.needs.every(isThere));
    if (next.length === 0) throw new Error('tables refer to each other in a circle');
    ordered.push(...next);
  }
  return ordered.map(({ name, columns }) => ({ name, columns }));
}

export async function migrationsOf(client: Owner): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(`SELECT name FROM ${migrationTable} ORDER BY id`);
  return rows.map(({ name }) => name);
}

/** The rows of a table as PostgreSQL writes them (`COPY`, text). */
export const rowsOf = (client: Owner, { name, columns }: Table): Readable =>
  client.query(copyTo(`COPY (SELECT ${columns.map(quoted).join(', ')} FROM ${quoted(name)}) TO STDOUT`));

/** Takes the rows of a table; `rowCount` tells how many when it has finished. */
export const intoTable = (client: Owner, { name, columns }: Table): Writable & { readonly rowCount: number } =>
  client.query(copyFrom(`COPY ${quoted(name)} (${columns.map(quoted).join(', ')}) FROM STDIN`));

/** Empties tables of what their migrations put there, and lets their owner write rows of every collaboration. */
export async function openTables(client: Owner, tables: readonly Table[]): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relforcerowsecurity AND relnamespace = 'public'::regnamespace`,
  );
  const guarded = rows.map(({ name }) => name);
  for (const name of guarded) await client.query(`ALTER TABLE ${quoted(name)} NO FORCE ROW LEVEL SECURITY`);
  await client.query(`TRUNCATE ${tables.map(({ name }) => quoted(name)).join(', ')}`);
  return guarded;
}

export async function closeTables(client: Owner, guarded: readonly string[]): Promise<void> {
  for (const name of guarded) await client.query(`ALTER TABLE ${quoted(name)} FORCE ROW LEVEL SECURITY`);
}

const quoted = (name: string): string => `"${name}"`;
