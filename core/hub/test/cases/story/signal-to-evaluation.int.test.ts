import { afterAll, afterEach, beforeAll, describe } from '@jest/globals';
import { suspect } from '../story.ts';
import { accountingChapter } from './accounting.chapter.ts';
import { informationChapter } from './information.chapter.ts';
import { intakeChapter } from './intake.chapter.ts';
import { keepingChapter } from './keeping.chapter.ts';
import { steeringChapter } from './steering.chapter.ts';
import { StoryWorld } from './story-world.ts';

/** One case, worked by seven people of four organisations; each test goes on where the one before it ended. */
let world: StoryWorld;
beforeAll(async () => {
  world = await StoryWorld.open();
}, 90_000);
afterEach(() => world.onlooker.seesNothingOf(world.known, suspect.identifiers[0] ?? {}));
afterAll(() => world?.close());

const chapters = {
  'receiving and weighing signals': intakeChapter,
  'building the joint information position': informationChapter,
  'choosing and steering together': steeringChapter,
  'executing, and accounting together': accountingChapter,
  'keeping no longer than agreed': keepingChapter,
};
describe.each(Object.entries(chapters))('%s', (_title, chapter) => {
  chapter(() => world);
});
