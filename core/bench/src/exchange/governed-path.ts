import { writeFile } from 'node:fs/promises';
import { processVariables } from '@koppel/link';
import { createHubDatabase, createKeyPair, findFreePort, type HubClient, type KeyPair } from '@koppel/local';
import type { RunningProgram } from '../child/program.ts';
import { prepareQuestions, type Path } from './path.ts';
import { benchOperation } from './question.ts';
import { organisations, purpose, seedAgreement } from './seed.ts';
import { programOf, type LinkServer, type Site } from './site.ts';

export interface GovernedPath extends Path {
  /** May read the ledger. */
  readonly operator: HubClient;
}

/** A hub on PostgreSQL and the link, two organisations with a signed agreement, and the provider's adapter. */
export async function openGovernedPath(site: Site, source: RunningProgram): Promise<GovernedPath> {
  const [postgres, link] = [await site.startPostgres(), await site.startLinkServer()];
  const operatorKey = await createKeyPair();
  const database = await createHubDatabase(postgres, 'koppel');
  const hub = await startHub(site, { link, database, operatorKey });
  const adapter = await startAdapter(site, link, source);
  const { operator, requester, agreement } = await seedAgreement({ url: hub.told, operatorKey });
  return {
    name: 'governed',
    operator,
    questions: prepareQuestions((request) => ({
      agreement,
      operation: benchOperation.name,
      purpose,
      actor: { id: 'emp-7f3a91', role: 'intelligence-officer' },
      request,
    })),
    destination: async () => {
      const { access_token: token } = await requester.requestToken();
      return { kind: 'http', url: `${hub.told}/v1/exchanges`, headers: { authorization: `Bearer ${token}` } };
    },
    processes: { hub: hub.pid, adapter: adapter.pid, nats: link.pid, postgresql: postgres.pid, source: source.pid },
  };
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

async function startAdapter(site: Site, link: LinkServer, source: RunningProgram): Promise<RunningProgram> {
  const files = { credentials: site.path('adapter.creds'), config: site.path('adapter.json') };
  const credentials = await link.authority.grantLink({ ...organisations.provider, kind: 'adapter' });
  await writeFile(files.credentials, credentials, { mode: 0o600 });
  await writeFile(files.config, JSON.stringify({ source: source.told }));
  const env = {
    [processVariables.servers]: link.url,
    [processVariables.credentials]: files.credentials,
    [processVariables.config]: files.config,
  };
  return site.startScript({ name: 'adapter', script: 'programs/adapter.main.ts', env, isProfiled: true });
}
