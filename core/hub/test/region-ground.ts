import { randomUUID } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '@koppel/contract';
import { createKeyPair, findFreePort, type KeyPair } from '@koppel/local';
import { createTestDatabase, startTestNats, type TestDatabase, type TestNats } from '@koppel/testkit';
import type { Scope } from '../src/platform/actions.ts';
import { checkConfig } from '../src/platform/config.ts';
import { roomNames, type HubConfig } from '../src/platform/config.schema.ts';
import { oins } from './fixtures.ts';
import { databaseConfigOf, hubTemplate } from './hub-database.ts';

export interface RegionOptions {
  /** Which rooms run on which node; one node with all rooms unless said otherwise. */
  readonly nodes?: readonly HubConfig['rooms'][];
  readonly config?: Partial<HubConfig>;
  /** The domain clock of every hub; the system's unless a test brings one. */
  readonly clock?: Clock;
  /** What the systems of organisations may do. */
  readonly scopes?: readonly Scope[];
}

export interface RegionKeys {
  readonly operator: KeyPair;
  readonly requester: KeyPair;
  readonly provider: KeyPair;
  /** Keys that sign agreements, by organisation. */
  readonly signing: Readonly<Record<string, KeyPair>>;
}

export interface RegionGround {
  readonly database: TestDatabase;
  readonly nats: TestNats;
  readonly home: string;
  readonly url: string;
  readonly keys: RegionKeys;
  readonly files: { readonly edge: string; readonly node: string };
}

/** Servers, keys and credentials, before any hub runs. */
export async function layGround(): Promise<RegionGround> {
  const database = await createTestDatabase(hubTemplate);
  const nats = await startTestNats();
  const home = await mkdtemp(join(tmpdir(), 'koppel-region-'));
  const files = { edge: join(home, 'edge.creds'), node: join(home, 'node.creds') };
  await writeFile(files.edge, await nats.authority.grantHubEdge(), { mode: 0o600 });
  await writeFile(files.node, await nats.authority.grantHubNode(), { mode: 0o600 });
  const url = `http://127.0.0.1:${await findFreePort()}`;
  const signing = { [oins.requester]: await createKeyPair(), [oins.provider]: await createKeyPair() };
  const [operator, requester, provider] = [await createKeyPair(), await createKeyPair(), await createKeyPair()];
  const keys = { operator, requester, provider, signing };
  return { database, nats, home, url, keys, files };
}

export function configsOf(
  { database, nats, home, url, keys, files }: RegionGround,
  options: RegionOptions,
): HubConfig[] {
  const nodes = options.nodes ?? [[...roomNames]];
  return nodes.map((rooms, index) =>
    checkConfig({
      origin: 'koppel.test/hub',
      nodeId: `hub-${randomUUID().slice(0, 8)}-${index}`,
      home,
      issuer: url,
      http: { host: '127.0.0.1', port: Number(new URL(url).port) },
      database: databaseConfigOf(database),
      bus: { kind: 'nats', url: nats.server.url, credentialsFile: files.node },
      link: { kind: 'nats', url: nats.server.url, credentialsFile: files.edge },
      rooms,
      plugins: [],
      operator: { oin: oins.operator, name: 'Operator', client: 'console', jwk: keys.operator.publicJwk },
      limits: { requestsPerSecondPerClient: 10_000, tokensPerMinutePerAddress: 1000, inFlight: 2000 },
      logLevel: 'silent',
      ...options.config,
    }),
  );
}
