import { describe, expect, test } from '@jest/globals';
import { KoppelError, type Manifest } from '@koppel/contract';
import { silentLog } from '@koppel/testkit';
import { Adapters, type Address, type Edge } from '../../src/adapters/adapters.ts';
import { AdapterRegistry } from '../../src/adapters/registry.ts';
import type { AskParams } from '../../src/platform/actions.ts';
import { HubEventBus } from '../../src/platform/events.ts';
import { createMetrics } from '../../src/platform/metrics.ts';
import { findResidents, now, oins } from '../fixtures.ts';
import { aManifest } from '../manifests.ts';

type Answering = (to: Address) => Promise<{ content: unknown; subjects: [] }>;

function aRoom(answering: Answering = async () => ({ content: {}, subjects: [] })) {
  const stored: (Address & { manifest: Manifest })[] = [];
  const asked: { to: Address; timeoutMs: number }[] = [];
  const registry = new AdapterRegistry();
  const announced: string[] = [];
  const readings: string[] = [];
  const edge: Edge = {
    ask: async (to, _asked, timeoutMs) => {
      asked.push({ to, timeoutMs });
      return answering(to);
    },
    ping: async (to) => {
      if (to.client === 'gone') throw new KoppelError('adapter.absent');
      return { isHealthy: to.client !== 'ill' };
    },
    askWitness: async () => ({ refusal: 'unknown-log' }),
  };
  const metrics = createMetrics();
  const adapters = new Adapters({
    edge,
    registry,
    store: {
      save: async (adapter) => void stored.push(adapter),
      list: async () => {
        readings.push('read');
        return [...stored];
      },
    },
    clock: { now: () => now },
    metrics,
    events: new HubEventBus(silentLog),
    log: silentLog,
    announce: () => announced.push('changed'),
  });
  return { adapters, registry, stored, asked, announced, readings, metrics };
}

const question: AskParams = {
  oin: oins.provider,
  operation: findResidents.name,
  version: '1.0.0',
  mode: 'content',
  fields: [],
  request: {},
  agreement: 'a',
  purpose: 'p',
  transaction: 't',
  traceparent: 'tp',
  deadline: now + 500,
};

const at = (client: string): Address => ({ oin: oins.provider, client });

describe('registration', () => {
  test('keeps a good manifest, tells the other nodes and counts the adapter as up', async () => {
    const room = aRoom();
    await expect(room.adapters.register(at('records'), aManifest())).resolves.toMatchObject({ state: 'up' });
    expect(room.stored).toHaveLength(1);
    expect(room.announced).toHaveLength(1);
    expect(await room.metrics.registry.metrics()).toContain('koppel_adapters_up 1');
  });

  test('refuses a manifest in the name of another organisation', async () => {
    const room = aRoom();
    const manifest = aManifest({ owner: oins.stranger });
    await expect(room.adapters.register(at('records'), manifest)).rejects.toMatchObject({
      code: 'manifest.owner-mismatch',
    });
    expect(room.stored).toEqual([]);
  });

  test('refuses a manifest with faults and keeps nothing of it', async () => {
    const room = aRoom();
    await expect(room.adapters.register(at('records'), { id: 'x' })).rejects.toMatchObject({
      code: 'manifest.invalid',
    });
    expect(room.registry.list()).toEqual([]);
  });
});

describe('asking', () => {
  test('gives the adapter what is left of the deadline', async () => {
    const room = aRoom();
    await room.adapters.register(at('records'), aManifest());
    await expect(room.adapters.ask(question)).resolves.toMatchObject({ client: 'records' });
    expect(room.asked).toEqual([{ to: at('records'), timeoutMs: 500 }]);
  });

  test('goes on to the next adapter only when one is absent', async () => {
    const room = aRoom(async (to) => {
      if (to.client === 'first') throw new KoppelError('adapter.absent');
      return { content: {}, subjects: [] };
    });
    await room.adapters.register(at('first'), aManifest());
    await room.adapters.register(at('second'), aManifest());
    await expect(room.adapters.ask(question)).resolves.toMatchObject({ client: 'second' });
    expect(room.registry.list()).toMatchObject([
      { client: 'first', state: 'down' },
      { client: 'second', state: 'up' },
    ]);
  });

  test('does not repeat a question that reached a source', async () => {
    const room = aRoom(() => Promise.reject(new KoppelError('source.failed')));
    await room.adapters.register(at('first'), aManifest());
    await room.adapters.register(at('second'), aManifest());
    await expect(room.adapters.ask(question)).rejects.toMatchObject({ code: 'source.failed' });
    expect(room.asked).toHaveLength(1);
  });

  test('says absent when nobody offers the operation, and late when the time is up before it starts', async () => {
    const room = aRoom();
    await expect(room.adapters.ask(question)).rejects.toMatchObject({ code: 'adapter.absent' });
    await room.adapters.register(at('records'), aManifest());
    await expect(room.adapters.ask({ ...question, deadline: now })).rejects.toMatchObject({
      code: 'exchange.deadline',
    });
    expect(room.asked).toEqual([]);
  });
});

describe('health', () => {
  test('tells up, ill and gone apart from each other in the registry', async () => {
    const room = aRoom();
    for (const client of ['well', 'ill', 'gone']) await room.adapters.register(at(client), aManifest());
    await room.adapters.checkHealth();
    expect(
      room.registry
        .list()
        .map(({ client, state }) => `${client} ${state}`)
        .sort(),
    ).toEqual(['gone down', 'ill down', 'well up']);
  });

  test('an adapter that drains is asked last', async () => {
    const room = aRoom();
    await room.adapters.register(at('first'), aManifest());
    await room.adapters.register(at('second'), aManifest());
    room.adapters.drain(at('first'));
    await expect(room.adapters.ask(question)).resolves.toMatchObject({ client: 'second' });
  });
});

test('however many changes are announced while the registry reads, it reads once more and misses none', async () => {
  const { adapters, registry, stored, readings } = aRoom();
  const address = { oin: oins.provider, client: 'records' };
  const first = adapters.reload();
  stored.push({ ...address, manifest: aManifest() });
  await Promise.all([first, ...Array.from({ length: 100 }, () => adapters.reload())]);
  expect(registry.addresses()).toEqual([address]);
  expect(readings.length).toBe(2);
});
