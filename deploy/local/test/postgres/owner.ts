/** Starts a PostgreSQL in the directory it is given, tells its process id and stays until it is killed. */
import { silentLog } from '@koppel/testkit';
import { startPostgres } from '../../src/index.ts';

const server = await startPostgres({ dir: process.argv[2] ?? '', log: silentLog, settings: { fsync: 'off' } });
console.log(server.pid);
setInterval(() => undefined, 60_000);
