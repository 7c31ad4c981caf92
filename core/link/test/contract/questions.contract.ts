import { describe, expect, test } from '@jest/globals';
import { KoppelError, type Answer, type Question } from '@koppel/contract';
import { linkLimits } from '@koppel/link';
import { answer, archive, asked, codeOf, plenty, registry, type LinkWorld } from './link-world.ts';

/** Questions of the hub and answers of its adapters. */
export function describeQuestions(world: LinkWorld): void {
  describe('between hub and adapter', () => {
    test('carries a question with everything that belongs to it, and its answer', async () => {
      const questions: Question[] = [];
      await world.serve(async (question) => {
        questions.push(question);
        return answer;
      });
      expect(await world.hub.ask(registry, asked, plenty)).toEqual(answer);
      const { signal, ...question } = questions[0] as Question;
      expect(question).toEqual(asked);
      expect(signal.aborted).toBe(false);
    });

    test('carries the answer to a match', async () => {
      await world.serve(async () => ({ hit: true, subjects: [] }));
      expect(await world.hub.ask(registry, { ...asked, mode: 'match' }, plenty)).toEqual({ hit: true, subjects: [] });
    });

    test('keeps many questions apart', async () => {
      await world.serve(async ({ request }) => ({ content: request, subjects: [] }));
      const requests = Array.from({ length: 200 }, (_, i) => ({ number: i }));
      const answers = await Promise.all(
        requests.map((request) => world.hub.ask(registry, { ...asked, request }, plenty)),
      );
      expect(answers).toEqual(requests.map((content) => ({ content, subjects: [] })));
    });

    test('says at once that an adapter is absent', async () => {
      const startedAt = performance.now();
      expect(await codeOf(world.hub.ask(registry, asked, plenty))).toBe('adapter.absent');
      expect(performance.now() - startedAt).toBeLessThan(1_000);
    });

    test('tells an absent adapter from one that is too late', async () => {
      const { promise: never } = Promise.withResolvers<Answer>();
      await world.serve(() => never);
      expect(await codeOf(world.hub.ask(registry, asked, 60))).toBe('exchange.deadline');
    });

    test('tells the handler when nobody waits any more', async () => {
      const { promise: aborted, resolve } = Promise.withResolvers<unknown>();
      await world.serve(
        ({ signal }) =>
          new Promise(() => {
            signal.addEventListener('abort', () => resolve(signal.reason));
          }),
      );
      await codeOf(world.hub.ask(registry, asked, 60));
      expect(await aborted).toMatchObject({ code: 'exchange.deadline' });
    });

    test('refuses to send a request that is too large, and asks nobody', async () => {
      let questions = 0;
      await world.serve(async () => {
        questions += 1;
        return answer;
      });
      const request = { text: 'x'.repeat(linkLimits.maxRequest) };
      expect(await codeOf(world.hub.ask(registry, { ...asked, request }, plenty))).toBe('link.too-large');
      expect(await world.hub.ask(registry, asked, plenty)).toEqual(answer);
      expect(questions).toBe(1);
    });

    test('answers that a reply is too large, and goes on', async () => {
      let text = 'x'.repeat(linkLimits.maxReply);
      await world.serve(async () => ({ content: { text }, subjects: [] }));
      expect(await codeOf(world.hub.ask(registry, asked, plenty))).toBe('reply.too-large');
      text = 'x'.repeat(linkLimits.maxReply - 100);
      expect(await world.hub.ask(registry, asked, plenty)).toEqual({ content: { text }, subjects: [] });
    });

    test.each<[string, unknown]>([
      ['names no subjects', { content: {} }],
      ['holds no content', { hit: true, subjects: [] }],
      ['names a subject of an unknown kind', { content: {}, subjects: [{ kind: 'name', value: 'x' }] }],
      ['is nested too deeply', { content: JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`), subjects: [] }],
    ])('refuses an answer that %s', async (_what, reply) => {
      await world.serve(async () => reply as Answer);
      expect(await codeOf(world.hub.ask(registry, asked, plenty))).toBe('reply.invalid');
    });

    test('passes on what went wrong at the source, without the words of the adapter', async () => {
      await world.serve(async () => {
        throw new KoppelError('source.rate-limited', 'Asked too often for 999990019', {
          details: { retryAfterMs: 1500, person: '999990019' },
        });
      });
      const error = await world.hub.ask(registry, asked, plenty).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: 'source.rate-limited', details: { retryAfterMs: 1500 } });
      expect(JSON.stringify([error, (error as Error).message])).not.toContain('999990019');
    });

    test.each<[string, unknown]>([
      ['an unexpected error', new Error('boom 999990019')],
      ['a code that is not its own', new KoppelError('agreement.suspended')],
    ])('reports %s of an adapter as its failure', async (_what, thrown) => {
      await world.serve(async () => {
        throw thrown;
      });
      expect(await codeOf(world.hub.ask(registry, asked, plenty))).toBe('adapter.failed');
    });

    test('lets the processes of one client share its questions', async () => {
      const counts = [0, 0];
      const countOn = (place: number) => async (): Promise<Answer> => {
        counts[place] = (counts[place] ?? 0) + 1;
        return answer;
      };
      await world.serve(countOn(0));
      await world.serve(countOn(1));
      await Promise.all(Array.from({ length: 60 }, () => world.hub.ask(registry, asked, plenty)));
      expect(counts[0]).toBeGreaterThan(0);
      expect(counts[1]).toBeGreaterThan(0);
      expect((counts[0] ?? 0) + (counts[1] ?? 0)).toBe(60);
    });

    test('asks the client that is named and no other of its organisation', async () => {
      await world.serve(async () => ({ content: 'registry', subjects: [] }));
      await world.serve(async () => ({ content: 'archive', subjects: [] }), archive);
      expect(await world.hub.ask(archive, asked, plenty)).toMatchObject({ content: 'archive' });
    });

    test('tells whether an adapter is there and well', async () => {
      expect(await codeOf(world.hub.ping(registry))).toBe('adapter.absent');
      const client = await world.connect(registry);
      let isDown = false;
      const checkHealth = async (): Promise<void> => {
        if (isDown) throw new KoppelError('source.failed');
      };
      await client.serve({ version: '1.0.0', description: 'Permits', handlers: new Map(), checkHealth });
      expect(await world.hub.ping(registry)).toMatchObject({ isHealthy: true });
      isDown = true;
      expect(await world.hub.ping(registry)).toMatchObject({ isHealthy: false, code: 'source.failed' });
    });
  });
}
