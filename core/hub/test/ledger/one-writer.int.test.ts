import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { verifyExport } from '@koppel/ledger';
import { findFreePort } from '@koppel/local';
import { waitUntil } from '@koppel/testkit';
import { connect, credsAuthenticator } from 'nats';
import { startHub, type Hub } from '../../src/hub.ts';
import type { HubConfig } from '../../src/platform/config.schema.ts';
import { Region } from '../region.ts';

/** Two nodes on one bus. The other is first by name, so it writes; everybody asks at the region's own. */
let region: Region;
let other: Hub;
let agreement: string;

beforeAll(async () => {
  region = await Region.open();
  agreement = (await region.agree()).agreement.id;
  const [config] = region.configs as [HubConfig];
  const http = { host: '127.0.0.1', port: await findFreePort() };
  other = await startHub({ ...config, nodeId: 'hub-0', http }, { log: region.log });
});
afterAll(async () => {
  await other?.stop();
  await region?.close();
});

/** How many batches a node brought to the disk. */
async function batchesOf(url: string | null): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^koppel_ledger_batch_entries_count ([0-9]+)$/m.exec(metrics)?.[1]);
}

/** Hears everything that the nodes send one another. */
async function listenOnBus(hear: (message: string) => void): Promise<{ close(): Promise<void> }> {
  const credentials = await region.nats.authority.grantHubNode();
  const authenticator = credsAuthenticator(new TextEncoder().encode(credentials));
  const bus = await connect({ servers: region.nats.server.url, authenticator });
  bus.subscribe('MOL-koppel.>', { callback: (_error, message) => hear(message.string()) });
  await bus.flush();
  return bus;
}

/** Asks once, and tells which of the nodes wrote meanwhile. */
async function whoWrites(): Promise<{ own: boolean; other: boolean }> {
  const before = [await batchesOf(region.url), await batchesOf(other.url)];
  await region.ask(agreement);
  return {
    own: (await batchesOf(region.url)) !== before[0],
    other: (await batchesOf(other.url)) !== before[1],
  };
}

test('the first node writes what another one logs, and no identifier crosses the bus', async () => {
  const isHandedOver = async (): Promise<boolean> => !(await whoWrites()).own;
  await waitUntil(isHandedOver, 'the other one writes', 10_000);
  expect(await whoWrites()).toEqual({ own: false, other: true });
  const sent: string[] = [];
  const bus = await listenOnBus((message) => sent.push(message));
  await region.ask(agreement);
  await waitUntil(async () => sent.some((message) => message.includes('reply.released')), 'the entry passed');
  await bus.close();
  expect(sent.join('\n')).not.toContain('999990019');
});

test('no question fails while the writer stops in order, and the other node goes on writing', async () => {
  let isStopped = false;
  const askOn = async (): Promise<number> => {
    let answered = 0;
    for (; !isStopped; answered += 1) await region.ask(agreement);
    return answered;
  };
  const asking = Promise.all(Array.from({ length: 8 }, askOn));
  const before = (await region.ledger()).length;
  await waitUntil(async () => (await region.ledger()).length > before + 32, 'all of them ask');
  await other.stop().finally(() => (isStopped = true));
  const answered = await asking;
  expect(Math.min(...answered)).toBeGreaterThan(0);
  await expect(region.ask(agreement)).resolves.toMatchObject({ status: 200 });
  const lines = await region.requester.stream('/v1/ledger/export');
  await expect(verifyExport(lines)).resolves.toMatchObject({ isGood: true, faults: 0 });
});
