import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { KoppelError, type ExchangeRequest, type Log } from '@koppel/contract';
import { MemoryBus, openMemoryHubEdge, openMemoryLinkClient, type FromClient } from '@koppel/link';
import { lendLink } from '../src/flow-link.ts';

const silent: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const address = { oin: '00000001234567890000', client: 'flows' };
const request: ExchangeRequest = {
  agreement: '0197b7a2-0000-7abc-8abc-00000000000a',
  operation: 'police.find-incidents',
  purpose: 'public-order',
  actor: { id: 'employee-0042', role: 'analyst' },
  request: {},
};
const trace = {
  transaction: '0197b7a2-2222-7abc-8abc-000000000002',
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
};

const bus = new MemoryBus();
const hub = openMemoryHubEdge(bus, silent);
const client = openMemoryLinkClient(bus, address);
const link = lendLink(client);
let answer: (message: FromClient) => Promise<unknown>;

beforeAll(async () => {
  await hub.onExchange((message) => answer(message));
});

afterEach(() => {
  bus.restore();
});

describe('the link that flows are lent', () => {
  test('asks the hub as the client that its credentials name, with the trace of the flow', async () => {
    answer = async ({ from, body, transaction, traceparent }) => ({ from, body, transaction, traceparent });
    await expect(link.exchange(request, trace)).resolves.toEqual({ from: address, body: request, ...trace });
  });

  test('passes on the hub’s refusal by its code', async () => {
    answer = () => Promise.reject(new KoppelError('agreement.suspended', undefined, { details: { ledgerIndex: 3 } }));
    await expect(link.exchange(request, trace)).rejects.toMatchObject({
      code: 'agreement.suspended',
      details: { ledgerIndex: 3 },
    });
  });

  test('says whether asking is possible, and when that changes, until nobody wants to know', async () => {
    const seen: boolean[] = [];
    const stop = link.onChange(() => seen.push(link.connected));
    bus.interrupt();
    await expect(link.exchange(request, trace)).rejects.toMatchObject({ code: 'link.unavailable', retryable: true });
    bus.restore();
    stop();
    bus.interrupt();
    expect(seen).toEqual([false, true]);
  });

  test('has no other verb and no credentials', () => {
    expect(Object.keys(link).toSorted()).toEqual(['connected', 'exchange', 'onChange']);
  });
});
