import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTestNats, waitUntil, type TestNats } from '@koppel/testkit';
import { connect, credsAuthenticator, type NatsConnection } from 'nats';
import { oins } from '../../fixtures.ts';
import { LiveNodes } from './live-nodes.ts';

const address = { oin: oins.requester, client: 'intake' };

let nats: TestNats;
let nodes: LiveNodes;

beforeAll(async () => {
  nats = await startTestNats();
  nodes = await LiveNodes.open(nats);
});
afterAll(async () => {
  await nodes.close();
  await nats.close();
});

const connectAs = (credentials: string, servers = nats.server.url): Promise<NatsConnection> =>
  connect({
    servers,
    authenticator: credsAuthenticator(Buffer.from(credentials)),
    reconnect: false,
  });

/** The subjects that the server refuses to this connection, as they come in. */
function refusalsOf(connection: NatsConnection): Set<string> {
  const refused = new Set<string>();
  void (async () => {
    for await (const { permissionContext } of connection.status())
      if (permissionContext) refused.add(permissionContext.subject);
  })();
  return refused;
}

const subjects = (): string[] => nodes.packets.map(({ subject }) => subject);

async function expectUnharmed(before: unknown): Promise<void> {
  await nodes.work();
  expect(nodes.harm).toEqual([]);
  expect(nodes.registries()).toEqual(before);
}

test('packets of every kind that Moleculer knows are forged', () => {
  const kinds = new Set(subjects().map((subject) => subject.split('.')[1]));
  const known = 'EVENT EVENTB REQ REQB RES DISCOVER INFO DISCONNECT HEARTBEAT PING PONG';
  expect(kinds).toEqual(new Set(`${known} GOSSIP_REQ GOSSIP_RES GOSSIP_HELLO`.split(' ')));
});

describe('forged packets reach no node, run nothing and change no registry', () => {
  test.each<[string, () => Promise<string>]>([
    ['an adapter', () => nats.authority.grantLink({ ...address, kind: 'adapter' })],
    ['a flow runtime', () => nats.authority.grantLink({ ...address, kind: 'flow' })],
    ['a peer hub', () => nats.authority.grantLink({ ...address, kind: 'peer-hub' })],
    ['the hub’s own end of the link', () => nats.authority.grantHubEdge()],
  ])('when %s sends them', async (_who, grant) => {
    const before = nodes.registries();
    const connection = await connectAs(await grant());
    const refused = refusalsOf(connection);
    for (const { subject, body } of nodes.packets) connection.publish(subject, body);
    await connection.flush();
    await waitUntil(() => subjects().every((subject) => refused.has(subject)), 'the server refuses every one');
    await connection.close();
    await expectUnharmed(before);
  });

  test('when they come from a connection without credentials', async () => {
    const before = nodes.registries();
    await expect(connect({ servers: nats.server.url, reconnect: false })).rejects.toThrow(/authorization/i);
    const { hostname, port } = new URL(nats.server.url);
    const socket = connectTcp(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.resume();
    const isClosed = Promise.withResolvers<void>();
    socket.on('close', () => isClosed.resolve());
    await once(socket, 'connect');
    const publishing = nodes.packets.map(
      ({ subject, body }) => `PUB ${subject} ${Buffer.byteLength(body)}\r\n${body}\r\n`,
    );
    socket.write(`CONNECT {"verbose":false}\r\n${publishing.join('')}`);
    await isClosed.promise;
    await expectUnharmed(before);
  });

  test('and a question that is under way meanwhile gets the answer that was given to it', async () => {
    expect(await nodes.pendingAnswer()).toBe('true');
  });
});

test('the same packets do harm of every kind when a node’s own credential sends them', async () => {
  const bus = await startTestNats();
  const others = await LiveNodes.open(bus);
  const before = others.registries();
  const connection = await connectAs(await bus.authority.grantHubNode(), bus.server.url);
  for (const { subject, body } of others.packets) connection.publish(subject, body);
  await connection.flush();
  const wanted = ['hub-1 died', 'hub-1 opened its safe', 'hub-1 was told', 'heard MOL-koppel.PONG.forger'];
  await waitUntil(() => wanted.every((harm) => others.harm.includes(harm)), 'harm is done');
  expect(await others.pendingAnswer()).toBe('forged');
  expect(others.registries()).not.toEqual(before);
  await connection.close();
  await others.close();
  await bus.close();
});
