import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ReferenceModel } from '@koppel/process';
import { randomModel } from '../../../../process/test/engine/random/random-model.ts';
import { defaultModel } from '../../default-model.ts';
import { anything } from './commands.ts';
import { RegionAtWork } from './region-at-work.ts';
import { expectSoundHistory } from './stored-events.ts';

const isFull = process.env['KOPPEL_FULL'] === '1';
const maxCommands = isFull ? 250 : 80;
const numRuns = isFull ? 40 : 3;
const timeoutMs = isFull ? 3_600_000 : 180_000;

/** Models under which something comes into being at all. */
const isOpenTo = ({ machines: { signal } }: ReferenceModel): boolean =>
  signal.opening.guards.every(({ rule }) => rule === 'subject-recorded');
const models: Readonly<Record<string, fc.Arbitrary<ReferenceModel>>> = {
  'random models': randomModel.filter(isOpenTo),
  'the default model': fc.constant(await defaultModel()),
};

describe.each(Object.entries(models))('random work by random people under %s', (title, arbitrary) => {
  let work: RegionAtWork;
  beforeAll(async () => {
    const [first] = fc.sample<ReferenceModel>(arbitrary, 1);
    if (!first) throw new Error('there is no model to work by');
    work = await RegionAtWork.open(first);
    if (title === 'the default model') await work.begin();
  }, 90_000);
  afterAll(() => work?.close());

  test(
    'changes no state without a decision, shows nothing to who is not joined, and can be rebuilt from its events',
    async () => {
      const commands = fc.commands([anything], { maxCommands, size: '+1' });
      const property = fc.asyncProperty(arbitrary, fc.noShrink(commands), async (model, sequence) => {
        await work.follow(model);
        await fc.asyncModelRun(() => ({ model: {}, real: work }), sequence);
        await expectSoundHistory(work);
      });
      await fc.assert(property, { numRuns, endOnFailure: true });
      expect(await expectSoundHistory(work)).toBeGreaterThan(numRuns);
      expect(work.made.length).toBeGreaterThan(0);
    },
    timeoutMs,
  );
});
