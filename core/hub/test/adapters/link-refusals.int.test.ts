import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connectLinkClient, type LinkClient } from '@koppel/link';
import { aManifest } from '../manifests.ts';
import { oins } from '../fixtures.ts';
import { Region } from '../region.ts';

const stranger = { oin: oins.stranger, client: 'borrowed' };

let region: Region;
let client: LinkClient;

beforeAll(async () => {
  region = await Region.open();
  const credentials = await region.nats.authority.grantLink({ ...stranger, kind: 'adapter' });
  client = await connectLinkClient({ servers: region.nats.server.url, credentials });
});
afterAll(async () => {
  await client?.close();
  await region?.close();
});

const told = () => region.log.lines.filter(({ message }) => message === 'a request was refused');

test('whoever registers as another organisation over the link is told of, and what is only wrong is not', async () => {
  await expect(client.register({ ...aManifest(), operations: 'all' } as never)).rejects.toMatchObject({
    code: 'manifest.invalid',
  });
  expect(told()).toEqual([]);
  const refused = { code: 'manifest.owner-mismatch' };
  await expect(client.register(aManifest({ owner: oins.provider }))).rejects.toMatchObject(refused);
  expect(told()).toEqual([
    {
      level: 'warn',
      message: 'a request was refused',
      fields: { event: 'request.refused', ...refused, ...stranger, forPerson: false, route: 'link/register', times: 1 },
    },
  ]);
});
