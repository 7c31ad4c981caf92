import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import {
  clusterConfig,
  connectHubEdge,
  createLinkAuthority,
  inboxPrefix,
  leafConfig,
  pushAccounts,
  type ClusterMember,
  type HubEdge,
  type LinkAddress,
  type LinkAuthority,
  type ServerPlaces,
} from '@koppel/link';
import { findFreePort, startNatsConfig, type NatsServer } from '@koppel/local';
import { certifyLoopback, silentLog, testNatsBinary, waitUntil } from '@koppel/testkit';
import { requester, registry } from '../contract/link-world.ts';
import { RawClient } from '../support/raw-client.ts';

const { authority: trusted, server: certified } = certifyLoopback();
const stranger = { oin: '00000009999000000009', client: 'stranger' } as const;
const usual = getCACertificates();
const clients: RawClient[] = [];
const servers: NatsServer[] = [];
let directory: string;
let authority: LinkAuthority;
let members: ClusterMember[];
let leafPort: number;

beforeAll(async () => {
  // What NODE_EXTRA_CA_CERTS does for a process that starts.
  setDefaultCACertificates([...usual, trusted]);
  directory = await mkdtemp(join(tmpdir(), 'koppel-test-cluster-'));
  authority = await createLinkAuthority(join(directory, 'authority'));
  await writeFile(join(directory, 'tls.crt'), certified.certificate);
  await writeFile(join(directory, 'tls.key'), certified.key, { mode: 0o600 });
  await writeFile(join(directory, 'ca.crt'), trusted);
  members = await Promise.all(['a', 'b', 'c'].map(newMember));
  await Promise.all(members.map(startMember));
  leafPort = await startLeaf();
}, 60_000);

afterAll(async () => {
  setDefaultCACertificates(usual);
  await Promise.all(clients.map(({ connection }) => connection.close()));
  await Promise.all(servers.map((server) => server.stop()));
  await rm(directory, { recursive: true, force: true });
});

const newMember = async (): Promise<ClusterMember> => {
  const [client, cluster, leaf, monitoring] = [await port(), await port(), await port(), await port()];
  return { host: '127.0.0.1', ports: { client, cluster, leaf, monitoring } };
};
const port = findFreePort;
const placesOf = (name: string): ServerPlaces => ({
  listen: '127.0.0.1',
  accountsDirectory: join(directory, name),
  tls: {
    certificate: join(directory, 'tls.crt'),
    key: join(directory, 'tls.key'),
    authorities: join(directory, 'ca.crt'),
  },
});

async function start(name: string, config: string): Promise<NatsServer> {
  const file = join(directory, `${name}.conf`);
  await writeFile(file, config, { mode: 0o600 });
  const server = await startNatsConfig({ binary: testNatsBinary(), config: file, logFile: `${file}.log` });
  servers.push(server);
  return server;
}

async function startMember(own: ClusterMember, index: number): Promise<void> {
  await start(`node-${index}`, await clusterConfig(authority, { own, all: members }, placesOf(`node-${index}`)));
}

async function startLeaf(): Promise<number> {
  const credentials = join(directory, 'leaf.creds');
  const leaf = { oin: registry.oin, client: 'north', organisations: [registry.oin] };
  await writeFile(credentials, await authority.grantLeaf(leaf), { mode: 0o600 });
  const ports = { client: await port(), monitoring: await port() };
  const config = await leafConfig(
    authority,
    { name: 'north', cluster: members },
    { ...placesOf('north'), credentials, ports },
  );
  await start('north', config);
  return ports.client;
}

async function enter(where: number, credentials: string, prefix = '_INBOX.hub'): Promise<RawClient> {
  const client = await RawClient.connect(`tls://127.0.0.1:${where}`, credentials, { tls: {}, inboxPrefix: prefix });
  clients.push(client);
  return client;
}
const enterAs = async (where: number, address: LinkAddress): Promise<RawClient> =>
  enter(where, await authority.grantLink({ ...address, kind: 'adapter' }), inboxPrefix(address));
const openHub = async (): Promise<HubEdge> =>
  connectHubEdge({
    servers: `tls://127.0.0.1:${portOf(1)}`,
    credentials: await authority.grantHubEdge(),
    log: silentLog,
    leafOrganisations: [registry.oin],
  });
const portOf = (index: number): number => members[index]?.ports?.client ?? 0;
const asks = (client: RawClient, subject: string): Promise<string> =>
  client.connection.request(subject, '{}', { timeout: 1000 }).then(
    (reply) => reply.string(),
    () => 'nobody',
  );

describe('A cluster of three with a leaf, as it is generated', () => {
  test('carries a question from the hub on one server to an adapter on another, and the answer back', async () => {
    const hub = await enter(portOf(0), await authority.grantHubEdge());
    const adapter = await enterAs(portOf(2), requester);
    const subject = `koppel.v1.${requester.oin}.${requester.client}.adapter.test`;
    answer(adapter, subject);
    await waitUntil(async () => (await asks(hub, subject)) === 'answer', 'the servers know each other');
    expect(await asks(hub, subject)).toBe('answer');
  });

  test('carries the questions of both sides between the hub and an adapter at the leaf, each once', async () => {
    const heard: string[] = [];
    const hub = await openHub();
    await hub.onExchange(async ({ from }) => {
      heard.push(from.oin);
      return { content: {} };
    });
    const adapter = await enterAs(leafPort, registry);
    const { oin, client } = registry;
    answer(adapter, `koppel.v1.${oin}.${client}.adapter.health`);
    await waitUntil(
      () =>
        hub.ping(registry).then(
          ({ isHealthy }) => isHealthy,
          () => false,
        ),
      'the adapter is found',
    );
    await waitUntil(
      async () => (await asks(adapter, `koppel.v1.${oin}.${client}.hub.exchange`)) !== 'nobody',
      'it asks',
    );
    heard.length = 0;
    await asks(adapter, `koppel.v1.${oin}.${client}.hub.exchange`);
    await asks(adapter, `koppel.v1.${oin}.${client}.hub.exchange`);
    expect(heard).toEqual([oin, oin]);
    await hub.close();
  });

  test('carries nothing of an organisation that the leaf does not serve', async () => {
    const heard: string[] = [];
    const hub = await openHub();
    await hub.onExchange(async ({ from }) => heard.push(from.client));
    const { oin } = stranger;
    const [home, elsewhere] = [
      { oin, client: 'home' },
      { oin, client: 'elsewhere' },
    ];
    const atHome = await enterAs(portOf(1), home);
    const atLeaf = await enterAs(leafPort, elsewhere);
    await asks(atHome, `koppel.v1.${oin}.home.hub.exchange`);
    await asks(atLeaf, `koppel.v1.${oin}.elsewhere.hub.exchange`);
    expect(heard).toEqual(['home']);
    answer(atHome, `koppel.v1.${oin}.home.adapter.health`);
    answer(atLeaf, `koppel.v1.${oin}.elsewhere.adapter.health`);
    await waitUntil(
      () =>
        hub.ping(home).then(
          ({ isHealthy }) => isHealthy,
          () => false,
        ),
      'it is found',
    );
    await expect(hub.ping(elsewhere)).rejects.toMatchObject({ code: 'adapter.absent' });
    await hub.close();
  });

  test('lets nobody in without encryption, nor under a certificate that nobody vouches for', async () => {
    const credentials = await authority.grantLink({ ...requester, kind: 'adapter' });
    const plain = { tls: null, timeout: 3000 };
    await expect(RawClient.connect(`nats://127.0.0.1:${portOf(0)}`, credentials, plain)).rejects.toThrow();
    const other = { tls: { ca: certifyLoopback().authority }, timeout: 3000 };
    await expect(RawClient.connect(`tls://127.0.0.1:${portOf(0)}`, credentials, other)).rejects.toThrow();
  });

  test('lets no adapter in as a leaf, and no leaf in as an adapter', async () => {
    const leaf = await authority.grantLeaf({ ...registry, organisations: [registry.oin] });
    await expect(enter(portOf(0), leaf)).rejects.toMatchObject({ code: 'AUTHORIZATION_VIOLATION' });
  });

  test('hears of a revocation on every server when one is told', async () => {
    const address = { oin: requester.oin, client: 'leaver' };
    const gone = await enterAs(portOf(2), address);
    await authority.revokeLink(address);
    await pushAccounts(authority, `tls://127.0.0.1:${portOf(0)}`);
    await waitUntil(() => gone.connection.isClosed(), 'the revoked one is disconnected');
    expect(gone.connection.isClosed()).toBe(true);
  });
});

function answer(client: RawClient, subject: string): void {
  client.connection.subscribe(subject, { callback: (error, message) => void (error ?? message.respond('answer')) });
}
