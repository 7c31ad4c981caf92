import { describe, expect, test } from '@jest/globals';
import type { Answer } from '@koppel/contract';
import { waitUntil } from '@koppel/testkit';
import { answer, asked, codeOf, plenty, registry, type LinkWorld } from './link-world.ts';

/** What a cut does to whom. */
export function describeCuts(world: LinkWorld): void {
  describe('when the connection is cut', () => {
    test('a question in flight fails at once, as something to try again', async () => {
      const { promise: never } = Promise.withResolvers<Answer>();
      let isAsked = false;
      await world.serve(() => {
        isAsked = true;
        return never;
      });
      const inFlight = world.hub.ask(registry, asked, 20_000).catch((error: unknown) => error);
      await waitUntil(() => isAsked, 'the question is being answered');
      await world.link.interrupt();
      expect(await inFlight).toMatchObject({ code: 'link.unavailable', retryable: true });
      await waitUntil(() => world.hub.status === 'disconnected', 'the hub sees the cut');
      expect(await codeOf(world.hub.ask(registry, asked, plenty))).toBe('link.unavailable');
    });

    test('both ends come back by themselves, and what happened meanwhile is not asked again', async () => {
      const questions: unknown[] = [];
      const client = await world.serve(async ({ request }) => {
        questions.push(request);
        return answer;
      });
      const seen: string[] = [];
      client.onStatus((status) => seen.push(status));
      await world.link.interrupt();
      await waitUntil(
        () => world.hub.status === 'disconnected' && client.status === 'disconnected',
        'both see the cut',
      );
      await codeOf(world.hub.ask(registry, { ...asked, request: 'lost' }, plenty));
      await world.link.restore();
      await waitUntil(() => world.hub.status === 'connected' && client.status === 'connected', 'both are back');
      await waitUntil(
        async () =>
          (await codeOf(world.hub.ask(registry, { ...asked, request: 'again' }, plenty))) !== 'adapter.absent',
        'the adapter answers again',
      );
      expect(new Set(questions)).toEqual(new Set(['again']));
      expect(seen).toEqual(['disconnected', 'connected']);
    });
  });
}
