import { join } from 'node:path';
import { connectHubEdge, connectLinkClient } from '@koppel/link';
import { startNatsServer } from '@koppel/local';
import { startTestNats, testNatsBinary } from '@koppel/testkit';
import { describeLink } from './link.contract.ts';

describeLink('NATS', async () => {
  const nats = await startTestNats();
  const { authority, directory } = nats;
  const { url: servers, port } = nats.server;
  let server = nats.server;
  return {
    connectHub: async (log) => connectHubEdge({ servers, credentials: await authority.grantHubEdge(), log }),
    connectClient: async (address) =>
      connectLinkClient({ servers, credentials: await authority.grantLink({ ...address, kind: 'adapter' }) }),
    interrupt: () => server.stop(),
    restore: async () => {
      const settings = { binary: testNatsBinary(), authority, directory: join(directory, 'server'), port };
      server = await startNatsServer(settings);
    },
    close: async () => {
      await server.stop();
      await nats.close();
    },
  };
});
