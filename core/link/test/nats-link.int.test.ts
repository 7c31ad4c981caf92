import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { connectHubEdge, connectLinkClient } from '@koppel/link';
import { startNatsServer } from '@koppel/local';
import { startTestNats, testNatsBinary } from '@koppel/testkit';
import { connect, credsAuthenticator } from 'nats';
import { NatsWire } from '../src/wire/nats-wire.ts';
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

test('A question in the very turn in which the connection ends fails, and nothing is thrown past it', async () => {
  const nats = await startTestNats();
  const credentials = await nats.authority.grantHubEdge();
  const connection = await connect({
    servers: nats.server.url,
    authenticator: credsAuthenticator(Buffer.from(credentials)),
  });
  const wire = new NatsWire(connection, '_INBOX.hub');
  const outcome = wire.request(
    'koppel.v1.00000001001234567000.registry.adapter.health',
    { body: new Uint8Array() },
    5_000,
  );
  await connection.close();
  expect(await outcome).toBe('cut');
  await nats.close();
});
