import { KoppelError } from '@koppel/contract';
import pg from 'pg';
import type { DatabaseConfig } from '../config.schema.ts';

/** One connection of the owner of the tables. */
export type Owner = pg.Client;

/** Runs work on one connection of the owner of the tables, without a limit of time on a statement. */
export async function asOwner<Result>(
  { host, port, name, roles }: DatabaseConfig,
  work: (client: Owner) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ host, port, database: name, ...roles.owner, connectionTimeoutMillis: 5000 });
  // Whoever waits for an answer is told; without a listener a server that falls would take us with it.
  client.on('error', () => undefined);
  await client.connect().catch((cause: unknown) => {
    throw new KoppelError('backup.database', `PostgreSQL at ${host}:${port} does not let "${roles.owner.user}" in`, {
      cause,
    });
  });
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
