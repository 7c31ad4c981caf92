import { writeFile } from 'node:fs/promises';
import type { LinkAuthority } from '@koppel/link';
import type { HubDatabase, KeyPair } from '@koppel/local';
import { oins } from '../fixtures.ts';
import { natsUrl, nodes, type Networks, type NodeName, type Ports } from './networks.ts';

interface SitePlan {
  readonly authority: LinkAuthority;
  readonly operatorKey: KeyPair;
  readonly ports: Ports;
  readonly networks: Networks;
  /** Where callers find whichever node lives. */
  readonly url: string;
  /** Directory of the keys of both nodes. */
  readonly home: string;
  readonly database: HubDatabase;
  readonly path: (name: string) => string;
}

/** Credentials and configuration of everything that a site starts. */
export async function writeSiteFiles(plan: SitePlan): Promise<void> {
  const { authority, path } = plan;
  const secret = (name: string, text: string) => writeFile(path(name), text, { mode: 0o600 });
  await secret('edge.creds', await authority.grantHubEdge());
  await secret('node.creds', await authority.grantHubNode());
  const adapter = { oin: oins.provider, client: 'records', kind: 'adapter' } as const;
  await secret('adapter.creds', await authority.grantLink(adapter));
  await secret('adapter.json', '{}');
  for (const node of nodes) await secret(`${node}.json`, JSON.stringify(hubConfig(plan, node)));
}

function hubConfig({ operatorKey, ports, networks, url, home, database, path }: SitePlan, node: NodeName): object {
  const nats = (file: string) => ({
    kind: 'nats',
    url: natsUrl(networks.messages[node]),
    credentialsFile: path(file),
  });
  return {
    home,
    nodeId: node,
    issuer: url,
    http: { host: '127.0.0.1', port: ports[node] },
    database: { ...database, port: networks.database[node].port },
    bus: nats('node.creds'),
    link: nats('edge.creds'),
    operator: { oin: oins.operator, name: 'Operator', client: 'console', jwk: operatorKey.publicJwk },
    limits: { requestsPerSecondPerClient: 10_000, tokensPerMinutePerAddress: 10_000, inFlight: 2000 },
    logLevel: 'silent',
  };
}
