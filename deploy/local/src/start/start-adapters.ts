import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { processVariables } from '@koppel/link';
import { writeSecretFile } from '../home.ts';
import type { HubClient } from '../hub-client/hub-client.ts';
import { StartError } from '../start-error.ts';
import { startChild } from '../supervisor/child.ts';
import { prepareWitness } from './prepare-witness.ts';
import { linkCredentialsFile } from './link-client-files.ts';
import { findPackageProgram } from './package-program.ts';
import { track } from './progress.ts';
import { allOrNone, type Site } from './site.ts';
import type { MemoryAdapter } from './start-hub.ts';
import type { MessageServer } from './start-message-server.ts';

export interface AdapterParts {
  readonly specs: readonly MemoryAdapter[];
  readonly messageServer: MessageServer | undefined;
  /** Tells which adapters the hub knows. */
  readonly operator: HubClient;
}

const readyTimeoutMs = 60_000;

/** Starts each adapter in a process of its own, unless the hub runs them, and waits until the hub can ask all of them. */
export function startAdapters(site: Site, { specs, messageServer, operator }: AdapterParts): Promise<void> {
  return track(site.show, 'Adapters', async () => {
    if (messageServer) await allOrNone(specs.map((spec) => startAdapter(site, spec, { messageServer, operator })));
    await untilUp(operator, new Set(specs.map(({ oin }) => oin)));
    return { result: undefined, detail: specs.map(({ client }) => client).join(', ') };
  });
}

interface Surroundings {
  readonly messageServer: MessageServer;
  readonly operator: HubClient;
}

async function startAdapter(site: Site, spec: MemoryAdapter, { messageServer, operator }: Surroundings): Promise<void> {
  const { oin, client } = spec;
  const { url, authority } = messageServer;
  const directory = join(site.home, 'adapters', client);
  const config = join(directory, 'config.json');
  const secrets = join(directory, 'secrets');
  await writeSecretFile(config, JSON.stringify(spec.config, null, 2));
  for (const [name, value] of Object.entries(spec.secrets)) await writeSecretFile(join(secrets, name), value);
  const env = {
    [processVariables.servers]: url,
    [processVariables.credentials]: await linkCredentialsFile(directory, authority, { oin, client, kind: 'adapter' }),
    [processVariables.config]: config,
    [processVariables.secrets]: secrets,
    [processVariables.witnessDirectory]: await prepareWitness(directory, { oin, client }, operator),
  };
  const script = findPackageProgram(spec.package);
  const logFile = join(site.paths.logs, `adapter-${client}.log`);
  const start = () => startChild({ name: `The adapter "${client}"`, script, env, logFile, isReadyTold: false });
  await site.supervisor.keep({ name: `adapter ${client}`, start });
}

interface AdapterList {
  readonly adapters: readonly { readonly oin: string; readonly state: string }[];
}

async function untilUp(operator: HubClient, wanted: ReadonlySet<string>): Promise<void> {
  const until = Date.now() + readyTimeoutMs;
  while (Date.now() < until) {
    const { adapters } = await operator.get<AdapterList>('/v1/adapters');
    const up = new Set(adapters.filter(({ state }) => state === 'up').map(({ oin }) => oin));
    if ([...wanted].every((oin) => up.has(oin))) return;
    await pause(50);
  }
  throw new StartError(
    'failed',
    'Not every adapter came up within a minute; the reason is in the logs of the adapters.',
  );
}
