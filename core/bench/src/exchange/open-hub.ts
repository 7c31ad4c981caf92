import { writeFile } from 'node:fs/promises';
import { createHubDatabase, createKeyPair, findFreePort, type KeyPair, type PostgresServer } from '@koppel/local';
import type { RunningProgram } from '../child/program.ts';
import { organisations } from './seed.ts';
import { programOf, type LinkServer, type Site } from './site.ts';

export interface OpenHub {
  /** The first of its nodes, which issues the tokens. */
  readonly hub: RunningProgram;
  readonly others: readonly RunningProgram[];
  readonly postgres: PostgresServer;
  readonly link: LinkServer;
  readonly operatorKey: KeyPair;
}

export interface HubOptions {
  readonly nodes?: number;
  /** What each node works on at the same time; more are told to come back. */
  readonly inFlight?: number;
}

/** Nodes of the hub, each in a process of its own, with a PostgreSQL and a message server of their own. */
export async function openHub(site: Site, { nodes = 1, inFlight = 2000 }: HubOptions = {}): Promise<OpenHub> {
  const [postgres, link] = [await site.startPostgres(), await site.startLinkServer()];
  const operatorKey = await createKeyPair();
  const database = await createHubDatabase(postgres, 'koppel');
  const ports: number[] = [];
  while (ports.length < nodes) ports.push(await findFreePort());
  const shared = await sharedConfig(site, { link, database, operatorKey, ports, inFlight });
  const hub = await startNode(site, shared, { port: ports[0] ?? 0, name: 'hub' });
  const others: RunningProgram[] = [];
  for (const [place, port] of ports.slice(1).entries())
    others.push(await startNode(site, shared, { port, name: `hub-${place + 2}` }));
  return { hub, others, postgres, link, operatorKey };
}

interface HubParts {
  readonly link: LinkServer;
  readonly database: object;
  readonly operatorKey: KeyPair;
  readonly ports: readonly number[];
  readonly inFlight: number;
}

async function sharedConfig(site: Site, { link, database, operatorKey, ports, inFlight }: HubParts): Promise<object> {
  const [edge, node] = [site.path('edge.creds'), site.path('node.creds')];
  await writeFile(edge, await link.authority.grantHubEdge(), { mode: 0o600 });
  await writeFile(node, await link.authority.grantHubNode(), { mode: 0o600 });
  const server = { kind: 'nats', url: link.url };
  return {
    home: site.path('hub'),
    issuer: `http://127.0.0.1:${ports[0]}`,
    database,
    link: { ...server, credentialsFile: edge },
    ...(ports.length > 1 ? { bus: { ...server, credentialsFile: node } } : {}),
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
