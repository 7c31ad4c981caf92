import { describe, expect, test } from '@jest/globals';
import type { Answer } from '@koppel/contract';
import type { LinkAddress } from '@koppel/link';
import { waitUntil } from '@koppel/testkit';
import { answer, asked, codeOf, exchange, plenty, registry, requester, type LinkWorld } from './link-world.ts';

/** Endings that lose nothing. */
export function describeStopping(world: LinkWorld): void {
  describe('when it stops', () => {
    test('a client that drains finishes what it has, tells the hub and takes no more', async () => {
      const drained: LinkAddress[] = [];
      await world.hub.onDrain(async ({ from }) => {
        drained.push(from);
      });
      const { promise: release, resolve } = Promise.withResolvers<Answer>();
      let isAsked = false;
      const client = await world.serve(() => {
        isAsked = true;
        return release;
      });
      const inFlight = world.hub.ask(registry, asked, plenty);
      await waitUntil(() => isAsked, 'the question is being answered');
      const draining = client.drain();
      await waitUntil(
        async () => (await codeOf(world.hub.ping(registry))) === 'adapter.absent',
        'the client takes no more questions',
      );
      expect(await codeOf(world.hub.ask(registry, asked, plenty))).toBe('adapter.absent');
      resolve(answer);
      expect(await inFlight).toEqual(answer);
      await draining;
      expect(drained).toEqual([registry]);
      expect(client.status).toBe('closed');
    });

    test('a client stops in bounded time although a handler does not', async () => {
      const { promise: never } = Promise.withResolvers<Answer>();
      let isAsked = false;
      const client = await world.serve(() => {
        isAsked = true;
        return never;
      });
      const inFlight = codeOf(world.hub.ask(registry, asked, 300));
      await waitUntil(() => isAsked, 'the question is being answered');
      await client.drain(50);
      expect(client.status).toBe('closed');
      expect(await inFlight).toBe('exchange.deadline');
    });

    test('a hub that drains answers what it has, and clients learn that it is gone', async () => {
      const { promise: release, resolve } = Promise.withResolvers<unknown>();
      let isAsked = false;
      await world.hub.onExchange(() => {
        isAsked = true;
        return release;
      });
      const client = await world.connect(requester);
      const inFlight = client.exchange(exchange);
      await waitUntil(() => isAsked, 'the request is being answered');
      const draining = world.hub.drain();
      resolve({ exchange: 'e-1' });
      expect(await inFlight).toEqual({ exchange: 'e-1' });
      await draining;
      expect(await codeOf(client.exchange(exchange))).toBe('hub.unavailable');
    });
  });
}
