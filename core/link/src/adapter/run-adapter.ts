import { KoppelError, compileSchema, manifestOf, type Adapter, type Log, type RunningAdapter } from '@koppel/contract';
import type { EvidenceOptions } from '../evidence/asking-evidence.ts';
import type { Offer, QuestionHandler } from '../offer.ts';
import type { LinkClient } from '../link-client.ts';
import type { Tracer } from '../trace/tracer.ts';
import type { Witness } from '../witness/witness.ts';
import { linkHandlers } from './adapter-handlers.ts';
import { Registration } from './registration.ts';
import { SourceWatch } from './source-watch.ts';

export interface RunAdapterOptions<Config extends Adapter['config']> {
  readonly adapter: Adapter<Config>;
  readonly link: LinkClient;
  /** Not checked yet; the adapter's own schema does that here. */
  readonly config: unknown;
  readonly log: Log;
  /** The value of a secret that the manifest names, or `undefined` when it was not given. */
  readonly findSecret: (name: string) => string | undefined;
  /** Signs answers under agreements with `evidence: signed`; without it they are refused before the source is asked. */
  readonly evidence?: EvidenceOptions;
  /** Tells a collector what becomes of questions; closed by whoever opened it. */
  readonly tracer?: Tracer;
  /** Wraps every handler, for who counts what it does. */
  readonly count?: (operation: string, handler: QuestionHandler) => QuestionHandler;
  /** Cosigns the checkpoints of the hub's log. */
  readonly witness?: Pick<Witness, 'consider'>;
}

/** Whether what an adapter needs works. */
export interface AdapterChecks {
  readonly link: boolean;
  readonly registered: boolean;
  readonly source: boolean;
}

/** An adapter on the link. */
export interface AdapterOnLink {
  /** Resolves when the hub has accepted the manifest; rejects when it refuses it. */
  readonly registered: Promise<void>;
  /** As it is now; the source as it was last known to be. */
  look(): Promise<AdapterChecks>;
  /** Finishes the questions in flight, tells the hub, closes the link and stops the adapter; in bounded time. */
  stop(timeoutMs?: number): Promise<void>;
}

const stopTimeoutMs = 10_000;

/**
 * Starts an adapter and puts it on the link.
 * @throws KoppelError `config.invalid` with all faults at once, before anything is started.
 */
export async function runAdapter<Config extends Adapter['config']>(
  options: RunAdapterOptions<Config>,
): Promise<AdapterOnLink> {
  const { adapter, link, log } = options;
  const secrets = checkedSettings(options);
  const secret = (name: string): string => {
    const value = secrets.get(name);
    if (value === undefined) throw new KoppelError('config.invalid', `The manifest names no secret "${name}"`);
    return value;
  };
  const running = await adapter.start(options.config as never, {
    log,
    secret,
    publish: (event) => link.publish(event),
  });
  const source = new SourceWatch(() => running.checkHealth());
  await link.serve(offerOf(options, running, source));
  const registration = new Registration(link, manifestOf(adapter, link.address.oin), log);
  const registered = registration.open();
  // Whoever waits for it gets the error; without anybody waiting it is no reason to end the process.
  registered.catch(() => undefined);
  const stop = async (timeoutMs = stopTimeoutMs): Promise<void> => {
    registration.close();
    await link.drain(timeoutMs);
    await running.stop();
  };
  const look = async (): Promise<AdapterChecks> => ({
    link: link.status === 'connected',
    registered: registration.isAccepted,
    source: await source.isWell(),
  });
  return { registered, look, stop };
}

function offerOf<Config extends Adapter['config']>(
  { adapter, link, evidence, tracer, count, witness }: RunAdapterOptions<Config>,
  { handlers }: RunningAdapter,
  source: SourceWatch,
): Offer {
  const { version, description } = adapter.manifest;
  const answering = [...linkHandlers(handlers, { provider: link.address.oin, evidence })];
  return {
    version,
    description: description.en,
    handlers: new Map(answering.map(([name, handler]) => [name, count ? count(name, handler) : handler])),
    checkHealth: source.check,
    ...(tracer ? { tracer } : {}),
    ...(witness ? { witness: (question) => witness.consider(question) } : {}),
  };
}

/** The secrets by name, once configuration and secrets are found to be complete. */
function checkedSettings<Config extends Adapter['config']>(
  options: RunAdapterOptions<Config>,
): ReadonlyMap<string, string> {
  const { adapter, config, findSecret } = options;
  const secrets = new Map<string, string>();
  const faults = compileSchema(adapter.config).faultsOf(config);
  for (const name of adapter.manifest.secrets) {
    const value = findSecret(name);
    if (value === undefined) faults.push({ path: `secrets/${name}`, message: 'must be given' });
    else secrets.set(name, value);
  }
  if (faults.length === 0) return secrets;
  const list = faults.map(({ path, message }) => `${path} ${message}`).join('; ');
  throw new KoppelError('config.invalid', `The configuration is not valid: ${list}`, { details: { faults } });
}
