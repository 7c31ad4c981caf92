import { join, resolve } from 'node:path';
import { ensureNatsServer } from '@koppel/local';
import { Campaign } from './campaign.ts';
import { chaosHelp, readChaosOptions, type ChaosOptions } from './options.ts';
import { writeRecord } from './record.ts';
import { isSound } from './results.ts';
import { moveApart } from './small-disk.ts';

const koppelDir = resolve(import.meta.dirname, '../../../../.koppel');
const binDir = join(koppelDir, 'bin');

async function main(args: readonly string[]): Promise<void> {
  const options = readChaosOptions(args);
  if (!options) return void process.stdout.write(chaosHelp);
  process.exitCode = (await moveApart()) ?? (await runCampaign(options));
}

async function runCampaign({ trials, isJson, command, record }: ChaosOptions): Promise<number> {
  // As where hubs are deployed: what one compiled, the next need not.
  process.env['NODE_COMPILE_CACHE'] ??= join(koppelDir, 'compiled');
  const nats = await ensureNatsServer({ binDir });
  if (!nats) throw new Error('No nats-server, and none could be fetched: install it ("apt-get install nats-server").');
  const results = await new Campaign({ trials, nats, tell }).run();
  if (record !== undefined) await writeRecord(record, command, results);
  process.stdout.write(`${JSON.stringify(results, undefined, isJson ? 0 : 2)}\n`);
  return isSound(results) ? 0 : 1;
}

const tell = (sentence: string): void => void process.stderr.write(`${sentence}\n`);

main(process.argv.slice(2)).catch((error: unknown) => {
  tell(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 1;
});
