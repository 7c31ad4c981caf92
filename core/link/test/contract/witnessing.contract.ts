import { describe, expect, test } from '@jest/globals';
import { KoppelError } from '@koppel/contract';
import type { LinkClient, Offer, WitnessAnswer, WitnessQuestion } from '@koppel/link';
import { archive, codeOf, registry, type LinkWorld } from './link-world.ts';

const hash = Buffer.alloc(32, 7).toString('base64');
const question: WitnessQuestion = {
  oldSize: 3,
  proof: [hash],
  checkpoint: 'hub.example/north\n5\n',
  gap: { index: 4, entry: '{}', proof: [] },
};

/** Having checkpoints cosigned. */
export function describeWitnessing(world: LinkWorld): void {
  const serve = async (witness: NonNullable<Offer['witness']> | undefined): Promise<LinkClient> => {
    const client = await world.connect(registry);
    const offer = { version: '1.0.0', description: 'Permits', handlers: new Map(), checkHealth: async () => undefined };
    await client.serve({ ...offer, ...(witness ? { witness } : {}) });
    return client;
  };

  describe('when a checkpoint is to be cosigned', () => {
    test('the witness gets the whole question, and the hub its cosignature or its refusal', async () => {
      const seen: WitnessQuestion[] = [];
      const answers: WitnessAnswer[] = [{ cosignature: '— name YQ==\n' }, { refusal: 'stale', checkpoint: 'held' }];
      await serve(async (asked) => {
        seen.push(asked);
        return answers[seen.length - 1] ?? {};
      });
      expect(await world.hub.askWitness(registry, question)).toEqual(answers[0]);
      expect(await world.hub.askWitness(registry, question)).toEqual(answers[1]);
      expect(seen).toEqual([question, question]);
    });

    test('a client that witnesses nothing is absent as a witness, and there for all else', async () => {
      await serve(undefined);
      expect(await codeOf(world.hub.askWitness(registry, question))).toBe('adapter.absent');
      expect(await codeOf(world.hub.askWitness(archive, question))).toBe('adapter.absent');
      expect(await world.hub.ping(registry)).toMatchObject({ isHealthy: true });
    });

    test('an answer that is neither, or both, is none, and the witness says of its fault no more than that', async () => {
      const answers: unknown[] = [{}, { cosignature: 'a', refusal: 'stale' }, { refusal: 'no such reason' }];
      await serve(async () => answers.shift() as WitnessAnswer);
      for (const _ of [1, 2, 3]) expect(await codeOf(world.hub.askWitness(registry, question))).toBe('reply.invalid');
      const other = await world.connect(archive);
      const fault = new KoppelError('hub.failed', 'what nobody may read');
      const handlers = new Map();
      await other.serve({
        version: '1.0.0',
        description: 'Archive',
        handlers,
        checkHealth: async () => undefined,
        witness: () => Promise.reject(fault),
      });
      expect(await codeOf(world.hub.askWitness(archive, question))).toBe('adapter.failed');
    });

    test('a question that asks for something else is refused', async () => {
      await serve(async () => ({ refusal: 'malformed' }));
      const other = { ...question, oldSize: -1 };
      expect(await codeOf(world.hub.askWitness(registry, other))).toBe('request.invalid');
    });
  });
}
