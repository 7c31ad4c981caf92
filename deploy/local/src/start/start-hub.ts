import { join } from 'node:path';
import { writeSecretFile } from '../home.ts';
import { createHubDatabase } from '../postgres/hub-database.ts';
import type { PostgresAddress } from '../postgres/start-postgres.ts';
import { actors, collaboration, themePackage } from '../seed/actors.ts';
import { localKeyPair } from '../seed/local-keys.ts';
import { startChild } from '../supervisor/child.ts';
import type { MessageServer } from './start-message-server.ts';
import { findPackageProgram } from './package-program.ts';
import { track } from './progress.ts';
import type { Site } from './site.ts';

/** An adapter that runs inside the hub's process when the link is in memory. */
export interface MemoryAdapter {
  readonly package: string;
  readonly oin: string;
  readonly client: string;
  readonly config: unknown;
  readonly secrets: Readonly<Record<string, string>>;
}

export interface HubParts {
  readonly port: number;
  readonly database: PostgresAddress;
  readonly messageServer: MessageServer | undefined;
  readonly memoryAdapters: readonly MemoryAdapter[];
}

/** Starts the hub with a configuration in a file that only its owner reads, and answers its address. */
export function startHub(site: Site, parts: HubParts): Promise<string> {
  return track(site.show, 'Hub', async () => {
    const configFile = join(site.paths.hub, 'config.json');
    await writeSecretFile(configFile, JSON.stringify(await hubConfig(site, parts), null, 2));
    const hub = await site.supervisor.keep({
      name: 'hub',
      start: () =>
        startChild({
          name: 'The hub',
          script: findPackageProgram('@koppel/hub'),
          env: { KOPPEL_CONFIG: configFile, NODE_ENV: 'production' },
          logFile: join(site.paths.logs, 'hub.log'),
        }),
    });
    const url = String(hub.ready['url']);
    return { result: url, detail: url };
  });
}

async function hubConfig(site: Site, parts: HubParts): Promise<Record<string, unknown>> {
  const { oin, name, client } = actors.operator;
  const { publicJwk: jwk } = await localKeyPair(site.home, 'operator-client');
  return {
    origin: 'koppel.local/voorbeeldland',
    home: site.paths.hub,
    issuer: `http://127.0.0.1:${parts.port}`,
    http: { host: '127.0.0.1', port: parts.port },
    database: await createHubDatabase(parts.database, 'koppel'),
    link: await linkConfig(site, parts),
    operator: { oin, name, client, jwk },
    // All three adapters witness; one of them may be away. A demonstration is over within seconds, and witnessed by then.
    ...(parts.messageServer ? { witnesses: { required: 2, everyMs: 1000 } } : {}),
    themes: [{ package: themePackage, collaboration }],
  };
}

async function linkConfig(site: Site, { messageServer, memoryAdapters }: HubParts): Promise<unknown> {
  if (!messageServer) return { kind: 'memory', adapters: memoryAdapters };
  const credentialsFile = join(site.paths.hub, 'link.creds');
  await writeSecretFile(credentialsFile, await messageServer.authority.grantHubEdge());
  return { kind: 'nats', url: messageServer.url, credentialsFile };
}
