import { writeFile } from 'node:fs/promises';
import { createHubDatabase, createKeyPair, findFreePort, type KeyPair, type PostgresServer } from '@koppel/local';
import type { RunningProgram } from '../child/program.ts';
import { organisations } from './seed.ts';
import { programOf, type LinkServer, type Site } from './site.ts';

export interface OpenHub {
  readonly hub: RunningProgram;
  readonly postgres: PostgresServer;
  readonly link: LinkServer;
  readonly operatorKey: KeyPair;
}

/** One node of the hub in a process of its own, with a PostgreSQL and a message server of its own. */
export async function openHub(site: Site): Promise<OpenHub> {
  const [postgres, link] = [await site.startPostgres(), await site.startLinkServer()];
  const operatorKey = await createKeyPair();
  const database = await createHubDatabase(postgres, 'koppel');
  return { hub: await startHub(site, { link, database, operatorKey }), postgres, link, operatorKey };
}

interface HubParts {
  readonly link: LinkServer;
  readonly database: object;
  readonly operatorKey: KeyPair;
}

async function startHub(site: Site, { link, database, operatorKey }: HubParts): Promise<RunningProgram> {
  const credentialsFile = site.path('edge.creds');
  await writeFile(credentialsFile, await link.authority.grantHubEdge(), { mode: 0o600 });
  const port = await findFreePort();
  const config = {
    home: site.path('hub'),
    issuer: `http://127.0.0.1:${port}`,
    http: { host: '127.0.0.1', port },
    database,
    link: { kind: 'nats', url: link.url, credentialsFile },
    operator: { ...organisations.operator, name: 'Operator', jwk: operatorKey.publicJwk },
    // One client asks for everybody here; the limits are counted all the same.
    limits: { requestsPerSecondPerClient: 1_000_000, tokensPerMinutePerAddress: 10_000, inFlight: 2000 },
  };
  const file = site.path('hub.json');
  await writeFile(file, JSON.stringify(config), { mode: 0o600 });
  const script = programOf('core', 'hub', 'src', 'main.ts');
  return site.startScript({ name: 'hub', script, env: { KOPPEL_CONFIG: file }, isProfiled: true });
}
