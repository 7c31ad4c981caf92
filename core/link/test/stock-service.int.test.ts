import { expect, test } from '@jest/globals';
import { connectHubEdge, inboxPrefix, linkName } from '@koppel/link';
import { silentLog, startTestNats } from '@koppel/testkit';
import { answer, asked, codeOf, operation, plenty, registry } from './contract/link-world.ts';
import { RawClient } from './support/raw-client.ts';

test('The service library of NATS is all that an adapter needs, and its errors are understood', async () => {
  const nats = await startTestNats();
  const { url } = nats.server;
  const hub = await connectHubEdge({ servers: url, credentials: await nats.authority.grantHubEdge(), log: silentLog });
  const credentials = await nats.authority.grantLink({ ...registry, kind: 'adapter' });
  const raw = await RawClient.connect(url, credentials, { inboxPrefix: inboxPrefix(registry) });
  const service = await raw.connection.services.add({ name: linkName(registry), version: '1.0.0', queue: 'q' });
  service.addEndpoint('find-permits', {
    subject: `koppel.v1.${registry.oin}.${registry.client}.adapter.${operation}`,
    handler: (_error, message) => {
      if (message.json<{ mode: string }>().mode === 'content') message.respond(JSON.stringify(answer));
      else message.respondError(404, 'operation.unknown', Buffer.from(JSON.stringify({ code: 'operation.unknown' })));
    },
  });
  await raw.connection.flush();
  expect(await hub.ask(registry, asked, plenty)).toEqual(answer);
  expect(await codeOf(hub.ask(registry, { ...asked, mode: 'match' }, plenty))).toBe('operation.unknown');
  expect(raw.refusals).toEqual([]);
  await Promise.all([raw.close(), hub.close()]);
  await nats.close();
});
