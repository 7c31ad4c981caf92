import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connectHubEdge, connectLinkClient, type HubEdge, type LinkClient } from '@koppel/link';
import { CapturedLog, startTestNats, waitUntil, type TestNats } from '@koppel/testkit';
import type { Msg } from 'nats';
import { answer, archive, asked, exchange, operation, plenty, registry, requester } from '../contract/link-world.ts';
import { RawClient } from '../support/raw-client.ts';
import { hearing, hubHearing, hubPublishing, publishing, type Cell } from './subjects.ts';

const neighbours = { own: archive, sibling: registry, stranger: requester };
const kinds = ['adapter', 'flow', 'peer-hub'] as const;

let nats: TestNats;
let hub: HubEdge;
const clients: LinkClient[] = [];

beforeAll(async () => {
  nats = await startTestNats();
  const { url: servers } = nats.server;
  hub = await connectHubEdge({ servers, credentials: await nats.authority.grantHubEdge(), log: new CapturedLog() });
  await hub.onExchange(async ({ from }) => ({ from }));
  for (const address of [registry, requester]) {
    const credentials = await nats.authority.grantLink({ ...address, kind: 'adapter' });
    const client = await connectLinkClient({ servers, credentials });
    clients.push(client);
    const handlers = new Map([[operation, async () => answer]]);
    await client.serve({ version: '1.0.0', description: 'Permits', handlers, checkHealth: async () => undefined });
  }
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await hub.close();
  await nats.close();
});

/** What the others do meanwhile, each of which an eavesdropper would hear. */
async function work(): Promise<void> {
  for (const client of clients) expect(await client.exchange(exchange)).toHaveProperty('from');
  for (const address of [registry, requester]) {
    expect(await hub.ask(address, asked, plenty)).toEqual(answer);
    await hub.ping(address);
  }
}

/** The server refuses in its own time: what was refused is looked at when as much was as should be. */
async function expectRefusals({ refusals }: RawClient, what: string, cells: readonly Cell[]): Promise<void> {
  const wanted = cells.filter(({ isAllowed }) => !isAllowed).map(({ subject }) => `${what} ${subject}`);
  await waitUntil(() => wanted.every((refusal) => refusals.includes(refusal)), 'the server refuses');
  const refused = new Set(refusals.filter((refusal) => refusal.startsWith(what)));
  expect([...refused].toSorted()).toEqual(wanted.toSorted());
}

async function expectPublished(raw: RawClient, cells: readonly Cell[]): Promise<void> {
  const node = await RawClient.connect(nats.server.url, await nats.authority.grantHubNode());
  const onNodes = await node.listen('>');
  for (const { subject } of cells) raw.connection.publish(subject, '{}');
  await raw.connection.flush();
  await expectRefusals(raw, 'publish', cells);
  await node.connection.flush();
  expect(onNodes).toEqual([]);
  await node.close();
  await work();
}

/** The subjects of what was heard while the others worked. */
async function hearAll(raw: RawClient, cells: readonly Cell[]): Promise<string[]> {
  const heard: Msg[][] = [];
  for (const { subject } of cells) {
    const messages = await raw.listen(subject);
    heard.push(messages);
    raw.connection.subscribe(subject, {
      queue: 'q',
      callback: (error, message) => void (error ?? messages.push(message)),
    });
  }
  await work();
  await raw.connection.flush();
  await expectRefusals(raw, 'subscription', cells);
  return heard.flat().map(({ subject }) => subject);
}

describe.each(kinds)('the credential of kind %s', (kind) => {
  let raw: RawClient;
  beforeAll(async () => {
    raw = await RawClient.connect(nats.server.url, await nats.authority.grantLink({ ...archive, kind }));
  });
  afterAll(() => raw.close());

  test('publishes what it may and nothing else', () => expectPublished(raw, publishing(neighbours)));

  test('hears what it may and nothing else, alone and in a queue', async () => {
    expect(await hearAll(raw, hearing(neighbours))).toEqual([]);
  });
});

describe('the credential of the hub’s own end of the link', () => {
  let raw: RawClient;
  beforeAll(async () => {
    raw = await RawClient.connect(nats.server.url, await nats.authority.grantHubEdge());
  });
  afterAll(() => raw.close());

  test('asks, discovers and answers, and speaks in nobody’s name nor to the nodes', () =>
    expectPublished(raw, hubPublishing(neighbours)));

  test('hears what the hub is asked and answered, and nothing that others say', async () => {
    const heard = await hearAll(raw, hubHearing(neighbours));
    expect(heard.length).toBeGreaterThan(0);
    expect(heard.filter((subject) => !/^(koppel[.]v1[.]\d+[.][a-z]+|_INBOX)[.]hub[.]/.test(subject))).toEqual([]);
  });
});

describe('a credential that no longer counts', () => {
  const isLetIn = (credentials: string): Promise<boolean> =>
    RawClient.connect(nats.server.url, credentials).then(
      async (client) => {
        await client.close();
        return true;
      },
      () => false,
    );

  test.each(kinds)('of kind %s is not let in: expired, of another house, or cut in half', async (kind) => {
    const expiresAt = Math.floor(Date.now() / 1000) - 60;
    const expired = await nats.authority.grantLink({ ...archive, kind, expiresAt });
    const good = await nats.authority.grantLink({ ...archive, kind });
    const other = await nats.authority.grantLink({ ...registry, kind });
    const seed = /-----BEGIN USER[^]*$/.exec(other)?.[0] ?? '';
    const mixed = good.replace(/-----BEGIN USER[^]*$/, seed);
    expect([await isLetIn(good), await isLetIn(expired), await isLetIn(mixed)]).toEqual([true, false, false]);
  });
});
