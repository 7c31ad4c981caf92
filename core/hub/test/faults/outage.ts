import { testPostgres, type TestDatabase } from '@koppel/testkit';
import { withSuperuser } from '@koppel/local';

/** Takes a right from one of the hub's roles while the work runs. */
export async function without<Result>(
  database: TestDatabase,
  right: string,
  work: () => Promise<Result>,
): Promise<Result> {
  await database.query(`REVOKE ${right.replace(' TO ', ' FROM ')}`);
  try {
    return await work();
  } finally {
    await database.query(`GRANT ${right}`);
  }
}

/** What the writer of the ledger needs, as the words of a grant. */
export const mayWriteLedger = 'INSERT ON ledger_entry TO koppel_ledger_writer';
/** What the compiler of the gate needs. */
export const mayReadAgreements = 'SELECT ON agreement TO koppel_gate';

/** Ends every connection of the hub to its database, and lets none in while the work runs. */
export async function cutOff<Result>({ config }: TestDatabase, work: () => Promise<Result>): Promise<Result> {
  const run = (sql: string): Promise<unknown> =>
    withSuperuser(testPostgres(), 'postgres', (client) => client.query(sql));
  await run(`ALTER DATABASE ${config.name} CONNECTION LIMIT 0`);
  await run(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${config.name}'`);
  try {
    return await work();
  } finally {
    await run(`ALTER DATABASE ${config.name} CONNECTION LIMIT -1`);
  }
}
