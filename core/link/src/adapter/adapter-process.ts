import { asKoppelError, type Adapter, type Log } from '@koppel/contract';
import { connectLinkClient } from '../link-client.ts';
import { createJsonLog } from './json-log.ts';
import { linkName, type LinkAddress } from '../address.ts';
import { openTracer } from '../trace/open-tracer.ts';
import { WitnessFolder } from '../witness/witness-folder.ts';
import { Witness } from '../witness/witness.ts';
import { ProcessHealth } from './process-health.ts';
import { readProcessSettings, type ProcessSettings } from './process-settings.ts';
import { runAdapter, type AdapterOnLink, type RunAdapterOptions } from './run-adapter.ts';

/** Longer than an adapter needs to finish; then the process ends whatever still runs. */
const endTimeoutMs = 15_000;
/** The server may still be starting when we are. */
const connectTimeoutMs = 60_000;

/**
 * The whole of an adapter's process: reads the environment, connects, serves until SIGTERM or SIGINT, and sets the
 * exit code. A fault at the start is one line on the log and exit code 1.
 */
export async function runAdapterProcess<Config extends Adapter['config']>(adapter: Adapter<Config>): Promise<void> {
  const log = createJsonLog(process.stderr, { adapter: adapter.manifest.id });
  try {
    const running = await start(adapter, log);
    process.once('SIGTERM', () => end(running));
    process.once('SIGINT', () => end(running));
    await running.registered.catch(async (error: unknown) => {
      await running.stop();
      throw error;
    });
  } catch (error) {
    const { code, message, cause } = asKoppelError(error, 'adapter.failed');
    // Nothing has been asked yet, so the words of a foreign error cannot be about a person.
    log.error({ code, ...(cause instanceof Error ? { cause: cause.message } : {}) }, message);
    leave(1);
  }
}

async function start<Config extends Adapter['config']>(adapter: Adapter<Config>, log: Log): Promise<AdapterOnLink> {
  const settings = readProcessSettings(process.env);
  const health = await ProcessHealth.open(settings);
  try {
    const running = await startOnLink(adapter, settings, { log, ...(health ? { count: health.count } : {}) });
    health?.follow(running);
    const stop = async (timeoutMs?: number): Promise<void> => {
      health?.drain();
      await running.stop(timeoutMs);
      await health?.close();
    };
    return { ...running, stop };
  } catch (error) {
    await health?.close();
    throw error;
  }
}

async function startOnLink<Config extends Adapter['config']>(
  adapter: Adapter<Config>,
  settings: ProcessSettings,
  host: Pick<RunAdapterOptions<Config>, 'log' | 'count'>,
): Promise<AdapterOnLink> {
  const { config, findSecret, evidence: given, traces } = settings;
  const { log } = host;
  const evidence = given === undefined ? {} : { evidence: given };
  const link = await connectLinkClient({ ...settings, connectTimeoutMs });
  link.onStatus((status) => log.info({ status }, 'The state of the link changed'));
  try {
    const witness = await openWitness(settings.witnessDirectory, link.address, log);
    const tracer = await openTracer(traces, { service: adapter.manifest.id, instance: link.address.client, log });
    const running = await runAdapter({ ...host, adapter, link, config, findSecret, tracer, ...evidence, ...witness });
    const stop = async (timeoutMs?: number): Promise<void> => {
      await running.stop(timeoutMs);
      await tracer.close();
    };
    return { ...running, stop };
  } catch (error) {
    await link.close();
    throw error;
  }
}

/** The witness is a second duty of an adapter that was given a folder for it. */
async function openWitness(directory: string | undefined, address: LinkAddress, log: Log) {
  if (directory === undefined) return {};
  const witness = await Witness.open({ folder: new WitnessFolder(directory), name: linkName(address), log });
  log.info({ vkey: witness.vkey }, 'Witnessing the log of the hub');
  return { witness };
}

function end(running: AdapterOnLink): void {
  leave(0);
  running.stop().catch(() => leave(1));
}

/** The process ends when nothing is left to do, or else when its time is up. */
function leave(exitCode: number): void {
  process.exitCode = exitCode;
  setTimeout(() => process.exit(1), endTimeoutMs).unref();
}
