import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { connectLinkClient } from '@koppel/link';
import { CollectorStub, waitUntil, type CollectedSpan } from '@koppel/testkit';
import { roomNames } from '../../src/platform/config.schema.ts';
import { startProgram, type Mortal } from '../faults/mortal.ts';
import { aRequest, oins } from '../fixtures.ts';
import { Region } from '../region.ts';

/** In the question, and so nowhere in what is told of it. */
const planted = '999990019';
const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
const parent = '00f067aa0ba902b7';
const sampled = `00-${trace}-${parent}-01`;
/** The status of a span that ended in an error. */
const failed = 2;
const rest = roomNames.filter((room) => room !== 'gateway');

const collector = new CollectorStub();
const heard: IncomingHttpHeaders[] = [];
let source: Server;
let region: Region;
let agreement: string;
let adapter: Mortal;

beforeAll(async () => {
  const endpoint = await collector.listen();
  source = createServer((request, response) => {
    heard.push(request.headers);
    response.end();
  });
  await once(source.listen(0, '127.0.0.1'), 'listening');
  const traces = { endpoint, ratio: 0 };
  region = await Region.open({ nodes: [['gateway'], rest], config: { traces } });
  agreement = (await region.agree()).agreement.id;
  await region.adapter?.stop();
  region.adapter = undefined;
  adapter = await startAdapter(endpoint);
  await waitUntil(async () => {
    const { status } = await region.ask(agreement).catch(() => ({ status: 0 }));
    return status === 200;
  }, 'the adapter in its process answers');
}, 90_000);
afterAll(async () => {
  await adapter?.stop();
  await region?.close();
  collector.close();
  source?.close();
});
beforeEach(() => {
  heard.length = 0;
  collector.spans.length = 0;
});

async function startAdapter(endpoint: string): Promise<Mortal> {
  const credentials = join(region.home, 'adapter.creds');
  const config = join(region.home, 'adapter.json');
  const address = { oin: oins.provider, client: 'records', kind: 'adapter' } as const;
  await writeFile(credentials, await region.nats.authority.grantLink(address), { mode: 0o600 });
  await writeFile(config, '{}');
  return startProgram({
    script: fileURLToPath(new URL('traced-adapter.main.ts', import.meta.url)),
    env: {
      KOPPEL_LINK_SERVERS: region.nats.server.url,
      KOPPEL_LINK_CREDENTIALS: credentials,
      KOPPEL_ADAPTER_CONFIG: config,
      KOPPEL_TRACES_ENDPOINT: endpoint,
      SOURCE_URL: `http://127.0.0.1:${(source.address() as AddressInfo).port}/people/${planted}`,
    },
  });
}

/** The names of all steps, in their order, each under the one that it is part of. */
function outline(spans: readonly CollectedSpan[], above: string, depth = 0): string[] {
  return spans
    .filter(({ parentSpanId, name }) => parentSpanId === above && !isSpared(name))
    .toSorted((one, other) => Number(BigInt(one.startTimeUnixNano) - BigInt(other.startTimeUnixNano)))
    .flatMap(({ name, service, spanId }) => [
      `${'  '.repeat(depth)}${service}: ${name}`,
      ...outline(spans, spanId, depth + 1),
    ]);
}

/** What the house remembers it does not ask again. */
const isSpared = (name: string): boolean => ['identity.verify', 'adapters.findOperation'].includes(name);

const arrived = (...names: readonly string[]): Promise<void> =>
  waitUntil(
    () => names.every((name) => collector.spans.some((span) => span.name === name)),
    `the collector has ${names.join(' and ')}`,
  );

const attributesOf = (name: string): Record<string, unknown> =>
  Object.fromEntries(
    (collector.spans.find((span) => span.name === name)?.attributes ?? []).map(({ key, value }) => [
      key,
      value.stringValue ?? value.intValue,
    ]),
  );

const below = [
  'koppel-hub: exchange.perform',
  '  koppel-hub: ledger.append',
  '    koppel-hub: ledger commit',
  '  koppel-hub: adapters.ask',
  '    koppel-hub: ask municipality.find-residents',
  '      records: answer municipality.find-residents',
  '        records: GET',
  '  koppel-hub: ledger.append',
  '    koppel-hub: ledger commit',
];
const under = (first: string): string[] => [`koppel-hub: ${first}`, ...below.map((line) => `  ${line}`)];

describe('the trace of an exchange over two nodes of the hub and an adapter in its process', () => {
  test('shows every step under the one that it is part of, from the caller to the source', async () => {
    const { headers } = await region.ask(agreement, {}, { traceparent: sampled });
    await arrived('POST /v1/exchanges', 'GET');
    expect(outline(collector.spans, parent)).toEqual(under('POST /v1/exchanges'));
    expect(new Set(collector.spans.map(({ traceId }) => traceId))).toEqual(new Set([trace]));
    const call = collector.spans.find(({ name }) => name === 'GET');
    expect(heard.map(({ traceparent }) => traceparent)).toEqual([`00-${trace}-${call?.spanId}-01`]);
    expect(headers['traceparent']).toBe(sampled);
  });

  test('begins at the link for who asks over the link', async () => {
    const credentials = await region.nats.authority.grantLink({ oin: oins.requester, client: 'flows', kind: 'flow' });
    const client = await connectLinkClient({ servers: region.nats.server.url, credentials });
    await client.exchange(aRequest({ agreement }), { traceparent: sampled });
    await client.close();
    await arrived('exchange over the link', 'GET');
    expect(outline(collector.spans, parent)).toEqual(under('exchange over the link'));
  });

  test('tells routes, codes and the transaction, and how a refusal ended is no error', async () => {
    const transaction = '01938c5e-8c00-7000-8000-0000000000aa';
    const headers = { traceparent: sampled, 'Fsc-Transaction-Id': transaction };
    await expect(region.ask(agreement, { purpose: 'curiosity' }, headers)).rejects.toThrow();
    await arrived('POST /v1/exchanges');
    expect(attributesOf('POST /v1/exchanges')).toEqual({
      'http.request.method': 'POST',
      'http.route': '/v1/exchanges',
      'http.response.status_code': 403,
      'koppel.transaction': transaction,
      'error.type': 'agreement.purpose-mismatch',
    });
    expect(collector.spans.filter(({ status }) => status.code === failed)).toEqual([]);
  });

  test('is not told of a caller who does not want it, nor of more than the part that is configured', async () => {
    await region.ask(agreement, {}, { traceparent: sampled.replace(/01$/, '00') });
    await region.ask(agreement, {});
    await region.ask(agreement, {}, { traceparent: sampled });
    await arrived('POST /v1/exchanges', 'GET');
    expect(outline(collector.spans, parent)).toEqual(under('POST /v1/exchanges'));
    expect(collector.spans.filter(({ traceId }) => traceId !== trace)).toEqual([]);
  });

  test('holds nobody up when the collector is away, and says so in the log', async () => {
    collector.isAway = true;
    for (let round = 0; round < 3; round += 1) await region.ask(agreement, {}, { traceparent: sampled });
    await waitUntil(() => collector.turnedAway > 1, 'the collector was tried twice');
    // The collector turns away before the node hears of it.
    const isToldOf = (): boolean => region.log.text().includes('the collector does not take traces');
    await expect(waitUntil(isToldOf, 'the log tells of it')).resolves.toBeUndefined();
    collector.isAway = false;
  });

  test('names no person and no organisation in anything that was ever sent', () => {
    expect(collector.text).toContain('koppel-hub');
    for (const secret of [planted, 'emp-7f3a91', ...Object.values(oins), agreement, 'Testpersoon']) {
      expect(collector.text).not.toContain(secret);
    }
  });
});
