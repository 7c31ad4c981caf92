import { writeFile } from 'node:fs/promises';
import {
  createHubDatabase,
  createKeyPair,
  findFreePort,
  type HubDatabase,
  type KeyPair,
  type PostgresServer,
} from '@koppel/local';
import type { RunningProgram } from '../child/program.ts';
import { organisations } from './seed.ts';
import { programOf, type LinkServer, type Site } from './site.ts';

export interface OpenHub {
  /** The first of its nodes, which issues the tokens. */
  readonly hub: RunningProgram;
  readonly others: readonly RunningProgram[];
  readonly postgres: PostgresServer;
  readonly database: HubDatabase;
  readonly link: LinkServer;
  readonly operatorKey: KeyPair;
  /** Starts one more node beside the first; only of a hub that may grow. */
  readonly startAnother: (name: string) => Promise<RunningProgram>;
}

export interface HubOptions {
  readonly nodes?: number;
  /** Whether nodes may be added later. */
  readonly mayGrow?: boolean;
  /** What each node works on at the same time; more are told to come back. */
  readonly inFlight?: number;
}

/** Nodes of the hub, each in a process of its own, with a PostgreSQL and a message server of their own. */
export async function openHub(site: Site, options: HubOptions = {}): Promise<OpenHub> {
  const { nodes = 1, mayGrow = nodes > 1, inFlight = 2000 } = options;
  const [postgres, link] = [await site.startPostgres(), await site.startLinkServer()];
  const operatorKey = await createKeyPair();
  const database = await createHubDatabase(postgres, 'koppel');
  const port = await findFreePort();
  const shared = await sharedConfig(site, { link, database, operatorKey, port, mayGrow, inFlight });
  const startAnother = async (name: string): Promise<RunningProgram> =>
    startNode(site, shared, { port: await findFreePort(), name });
  const hub = await startNode(site, shared, { port, name: 'hub' });
  const others: RunningProgram[] = [];
  for (let place = 2; place <= nodes; place += 1) others.push(await startAnother(`hub-${place}`));
  return { hub, others, postgres, database, link, operatorKey, startAnother };
}

interface HubParts {
  readonly link: LinkServer;
  readonly database: object;
  readonly operatorKey: KeyPair;
  /** Of the first node. */
  readonly port: number;
  readonly mayGrow: boolean;
  readonly inFlight: number;
}

async function sharedConfig(site: Site, parts: HubParts): Promise<object> {
  const { link, database, operatorKey, port, mayGrow, inFlight } = parts;
  const [edge, node] = [site.path('edge.creds'), site.path('node.creds')];
  await writeFile(edge, await link.authority.grantHubEdge(), { mode: 0o600 });
  await writeFile(node, await link.authority.grantHubNode(), { mode: 0o600 });
  const server = { kind: 'nats', url: link.url };
  return {
    home: site.path('hub'),
    issuer: `http://127.0.0.1:${port}`,
    database,
    link: { ...server, credentialsFile: edge },
    ...(mayGrow ? { bus: { ...server, credentialsFile: node } } : {}),
    operator: { ...organisations.operator, name: 'Operator', jwk: operatorKey.publicJwk },
    // One client asks for everybody here; the limits are counted all the same.
    limits: { requestsPerSecondPerClient: 1_000_000, tokensPerMinutePerAddress: 10_000, inFlight },
  };
}

async function startNode(
  site: Site,
  shared: object,
  { port, name }: { port: number; name: string },
): Promise<RunningProgram> {
  const file = site.path(`${name}.json`);
  await writeFile(file, JSON.stringify({ ...shared, nodeId: name, http: { host: '127.0.0.1', port } }), {
    mode: 0o600,
  });
  const script = programOf('core', 'hub', 'src', 'main.ts');
  return site.startScript({ name, script, env: { KOPPEL_CONFIG: file }, isProfiled: true });
}
