import { describe, expect, test } from '@jest/globals';
import { KoppelError } from '@koppel/contract';
import { MemoryBus, openMemoryHubEdge, openMemoryLinkClient, runAdapter, type AdapterOnLink } from '@koppel/link';
import { silentLog, waitUntil } from '@koppel/testkit';
import { asked, codeOf, plenty, registry } from '../contract/link-world.ts';
import { permitAdapter } from '../support/permit-adapter.ts';

const bus = new MemoryBus();
const holder = { name: 'Example Ltd', kvkNumber: '90000012' };
const example = new URL('../../../../adapters/example-python/register.json', import.meta.url).pathname;

const start = (config: unknown, adapter = permitAdapter): Promise<AdapterOnLink> =>
  runAdapter({
    adapter,
    link: openMemoryLinkClient(bus, registry),
    config,
    log: silentLog,
    findSecret: (name) => (name === 'known' ? 'value' : undefined),
  });

describe('An adapter that is run', () => {
  test('tells all faults of its configuration and secrets at once, and starts nothing', async () => {
    const { promise: started, resolve } = Promise.withResolvers<never>();
    const secrets = ['known', 'token', 'password'];
    const adapter = {
      ...permitAdapter,
      manifest: { ...permitAdapter.manifest, secrets },
      start: () => {
        resolve(undefined as never);
        return started;
      },
    };
    const error = await start({ registry: 1 }, adapter).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'config.invalid' });
    const { faults } = (error as KoppelError).details;
    expect(faults?.map(({ path }) => path)).toEqual(expect.arrayContaining(['secrets/token', 'secrets/password']));
    expect(faults).toHaveLength(4);
  });

  test('lets only granted fields out, whatever its handler returns', async () => {
    const hub = openMemoryHubEdge(bus, silentLog);
    await hub.onRegister(async () => undefined);
    const running = await start({ register: example });
    await running.registered;
    const request = { postcode: '1234AB', houseNumber: 7 };
    const ask = (fields: string[]) => hub.ask(registry, { ...asked, request, fields }, plenty);
    const subjects = [{ kind: 'kvk', value: holder.kvkNumber }];
    expect(await ask(['permits[].number'])).toEqual({ content: { permits: [{ number: 'P-2041' }] }, subjects });
    expect(await ask(['permits[].holder.name'])).toEqual({
      content: { permits: [{ holder: { name: holder.name } }] },
      subjects,
    });
    await running.stop();
    await hub.close();
  });

  test('keeps trying to register until there is a hub, and again after a cut', async () => {
    const running = await start({ register: example });
    const hub = openMemoryHubEdge(bus, silentLog);
    let registrations = 0;
    await hub.onRegister(async () => {
      registrations += 1;
    });
    await running.registered;
    expect(registrations).toBe(1);
    bus.interrupt();
    bus.restore();
    await waitUntil(() => registrations === 2, 'it registers again');
    await running.stop();
    await hub.close();
  });

  test('stops trying when the hub refuses its manifest', async () => {
    const hub = openMemoryHubEdge(bus, silentLog);
    await hub.onRegister(async () => {
      throw new KoppelError('manifest.owner-mismatch');
    });
    const running = await start({ register: example });
    expect(await codeOf(running.registered)).toBe('manifest.owner-mismatch');
    await running.stop();
    await hub.close();
  });
});
