import { silentLog } from '@koppel/testkit';
import { text } from 'node:stream/consumers';
import { readConfig } from '../../src/platform/config.ts';
import { connectDatabase } from '../../src/platform/data-source.ts';
import { openKeyRing } from '../../src/platform/keys/open-key-ring.ts';
import { CaseKeys } from '../../src/platform/process/case-keys.store.ts';
import type { LoadOrder, LoadReport } from './load-order.ts';
import { Loader } from './loader.ts';

/** An hour: VACUUM reads everything. */
const statementTimeoutMs = 3_600_000;
const tables = 'process_stream, process_event, process_key, process_participant';

/**
 * Multiplies signals and cases that were made over HTTP, in the database of a hub: its order on standard input, its
 * progress on standard error, its report on standard output.
 */
async function main(): Promise<void> {
  const order = JSON.parse(await text(process.stdin)) as LoadOrder;
  const config = readConfig({ KOPPEL_CONFIG: order.config });
  const database = { ...config.database, statementTimeoutMs };
  const dataSource = await connectDatabase(database, { role: 'app', poolSize: 1 });
  const owner = await connectDatabase(database, { role: 'owner', poolSize: 1 });
  const ring = await openKeyRing(config.home, dataSource, { log: silentLog });
  try {
    const loader = new Loader({ dataSource, keys: new CaseKeys(ring), order });
    await loader.load((done) => {
      if (done % 10 === 0) process.stderr.write(`${done} of ${order.bodies.length} bodies filled\n`);
    });
    await owner.query(`VACUUM (ANALYZE) ${tables}`);
    const report: LoadReport = { sample: await loader.sample() };
    process.stdout.write(`${JSON.stringify(report)}\n`);
  } finally {
    ring.close();
    await dataSource.destroy();
    await owner.destroy();
  }
}

await main();
