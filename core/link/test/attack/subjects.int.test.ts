import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connectHubEdge, connectLinkClient, type HubEdge, type LinkClient } from '@koppel/link';
import { CapturedLog, startTestNats, waitUntil, type TestNats } from '@koppel/testkit';
import type { Msg } from 'nats';
import { answer, archive, asked, exchange, operation, plenty, registry, requester } from '../contract/link-world.ts';
import { RawClient } from '../support/raw-client.ts';
import { hearing, publishing, type Cell } from './subjects.ts';

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

describe.each(kinds)('the credential of kind %s', (kind) => {
  let raw: RawClient;
  beforeAll(async () => {
    raw = await RawClient.connect(nats.server.url, await nats.authority.grantLink({ ...archive, kind }));
  });
  afterAll(() => raw.close());

  /** The server refuses in its own time: what was refused is looked at when as much was as should be. */
  async function expectRefusals(what: string, cells: readonly Cell[]): Promise<void> {
    const wanted = cells.filter(({ isAllowed }) => !isAllowed).map(({ subject }) => `${what} ${subject}`);
    await waitUntil(() => wanted.every((refusal) => raw.refusals.includes(refusal)), 'the server refuses');
    const refused = new Set(raw.refusals.filter((refusal) => refusal.startsWith(what)));
    expect([...refused].toSorted()).toEqual(wanted.toSorted());
  }

  test('publishes what it may and nothing else', async () => {
    const node = await RawClient.connect(nats.server.url, await nats.authority.grantHubNode());
    const onNodes = await node.listen('>');
    const cells = publishing(neighbours);
    for (const { subject } of cells) raw.connection.publish(subject, '{}');
    await raw.connection.flush();
    await expectRefusals('publish', cells);
    await node.connection.flush();
    expect(onNodes).toEqual([]);
    await node.close();
    await work();
  });

  test('hears what it may and nothing else, alone and in a queue', async () => {
    const cells = hearing(neighbours);
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
    await expectRefusals('subscription', cells);
    expect(heard.flat().map(({ subject }) => subject)).toEqual([]);
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
