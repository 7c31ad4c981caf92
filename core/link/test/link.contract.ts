import { afterEach, beforeEach, describe } from '@jest/globals';
import { describeCuts } from './contract/cuts.contract.ts';
import { describeExchanges } from './contract/exchanges.contract.ts';
import { LinkWorld, type LinkUnderTest } from './contract/link-world.ts';
import { describeQuestions } from './contract/questions.contract.ts';
import { describeStopping } from './contract/stopping.contract.ts';
import { describeWitnessing } from './contract/witnessing.contract.ts';

/** The promises of the link, whatever carries it. These tests are its specification. */
export function describeLink(name: string, create: () => Promise<LinkUnderTest>): void {
  describe(`The link over ${name}`, () => {
    const world = new LinkWorld(create);
    beforeEach(() => world.open());
    afterEach(() => world.close());
    describeQuestions(world);
    describeExchanges(world);
    describeStopping(world);
    describeWitnessing(world);
    describeCuts(world);
  });
}
