import { readFileSync } from 'node:fs';
import type { Adapter } from '@koppel/contract';
import {
  connectHubEdge,
  MemoryBus,
  openMemoryHubEdge,
  openMemoryLinkClient,
  runAdapter,
  type ClientListener,
  type HubEdge,
} from '@koppel/link';
import type { Ground } from '../platform/ground.ts';
import { loadPackage } from '../platform/load-package.ts';
import { createAdaptersService } from './adapters.service.ts';
import { AdapterStore } from './adapters.store.ts';
import { Adapters } from './adapters.ts';
import { eventFromLink } from './event-inlet.ts';
import { exchangeFromLink } from './inlet.ts';
import { tellRefusals } from './link-refusals.ts';
import { AdapterRegistry } from './registry.ts';

export interface AdaptersRoom {
  readonly isConnected: () => boolean;
  /** Listens to clients of the link, and runs the adapters that live in this process. */
  readonly open: () => Promise<void>;
}

/** Furnishes the registry and connects the hub's end of the link. */
export async function openAdaptersRoom(ground: Ground): Promise<AdaptersRoom> {
  const { broker, clock, metrics, events, log, stops, tracer } = ground;
  const { edge, bus } = await openLink(ground);
  stops.push('link', () => edge.close());
  edge.onStatus((status) => {
    if (status === 'disconnected') metrics.linkCuts.inc();
  });
  const registry = new AdapterRegistry();
  const adapters = new Adapters({
    edge,
    registry,
    store: new AdapterStore(await ground.database('app')),
    clock,
    metrics,
    events,
    log,
    tracer,
    announce: () => void broker.broadcast('adapters.changed', {}),
  });
  broker.createService(createAdaptersService(adapters, registry));
  return {
    isConnected: () => edge.status === 'connected',
    open: async () => {
      // Pushed after the broker, so drained before it: what clients of the link have in flight still needs the rooms.
      stops.push('clients of the link', (leftMs) => edge.drain(leftMs / 2));
      await listen(edge, { adapters, registry }, ground);
      if (bus) await runInside(bus, ground);
    },
  };
}

interface Listeners {
  readonly adapters: Adapters;
  readonly registry: AdapterRegistry;
}

async function listen(edge: HubEdge, { adapters, registry }: Listeners, ground: Ground): Promise<void> {
  const { call, tracer, security } = ground;
  const told = (route: string, listener: ClientListener): ClientListener => tellRefusals(security, route, listener);
  await edge.onRegister(told('link/register', ({ from, body }) => adapters.register(from, body)));
  await edge.onDrain(async ({ from }) => adapters.drain(from));
  await edge.onEvent(told('link/event', (message) => eventFromLink(message, { call, registry })));
  await edge.onExchange(told('link/exchange', (message) => exchangeFromLink(message, { call, tracer })));
}

interface OpenedLink {
  readonly edge: HubEdge;
  /** The bus itself when it lives in this process. */
  readonly bus?: MemoryBus;
}

async function openLink({ config, log }: Ground): Promise<OpenedLink> {
  if (config.link.kind === 'memory') {
    const bus = new MemoryBus();
    return { edge: openMemoryHubEdge(bus, log), bus };
  }
  const { url, credentialsFile, leafOrganisations = [] } = config.link;
  const credentials = readFileSync(credentialsFile, 'utf8');
  return { edge: await connectHubEdge({ servers: url.split(','), credentials, log, leafOrganisations }) };
}

/** Without a message server the partners' adapters run here, on the link's twin. */
async function runInside(bus: MemoryBus, { config, log, stops, tracer }: Ground): Promise<void> {
  if (config.link.kind !== 'memory') return;
  for (const { package: name, oin, client, config: adapterConfig, secrets } of config.link.adapters) {
    const { adapter } = await loadPackage(name, 'adapter');
    const link = openMemoryLinkClient(bus, { oin, client });
    const running = await runAdapter({
      adapter: adapter as Adapter,
      link,
      config: adapterConfig,
      log,
      tracer,
      findSecret: (secret) => secrets[secret],
    });
    stops.push(`adapter ${client}`, () => running.stop());
    await running.registered;
  }
}
