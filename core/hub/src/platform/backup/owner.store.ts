import pg from 'pg';
import type { DatabaseConfig } from '../config.schema.ts';
import { connectionOf, noConnection } from '../database-connection.ts';

/** One connection of the owner of the tables. */
export type Owner = pg.Client;

/** Runs work on one connection of the owner of the tables, without a limit of time on a statement. */
export async function asOwner<Result>(
  config: DatabaseConfig,
  work: (client: Owner) => Promise<Result>,
): Promise<Result> {
  const connection = connectionOf(config, 'owner');
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 5000 });
  // Whoever waits for an answer is told; without a listener a server that falls would take us with it.
  client.on('error', () => undefined);
  await client.connect().catch((cause: unknown) => {
    throw noConnection(connection, cause, 'backup.database');
  });
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
