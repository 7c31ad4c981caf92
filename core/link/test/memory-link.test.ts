import { MemoryBus, openMemoryHubEdge, openMemoryLinkClient } from '@koppel/link';
import { describeLink } from './link.contract.ts';

describeLink('memory', async () => {
  const bus = new MemoryBus();
  return {
    connectHub: async (log) => openMemoryHubEdge(bus, log),
    connectClient: async (address) => openMemoryLinkClient(bus, address),
    interrupt: async () => bus.interrupt(),
    restore: async () => bus.restore(),
    close: async () => undefined,
  };
});
