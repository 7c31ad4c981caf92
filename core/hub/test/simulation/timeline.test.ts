import { beforeEach, describe, expect, test } from '@jest/globals';
import { Machine } from './machine.ts';
import { Timeline } from './timeline.ts';

let timeline: Timeline;
let happened: string[];

beforeEach(() => {
  timeline = new Timeline();
  happened = [];
});

const note = (what: string) => () => void happened.push(`${what} at ${timeline.nowMs}`);

async function runOut(): Promise<void> {
  while (await timeline.step());
}

describe('the timeline', () => {
  test('lets things happen in the order of their instants, and at one instant in the order of their planning', async () => {
    timeline.after(20, note('late'));
    timeline.after(5, note('first'));
    timeline.after(5, note('second'));
    await runOut();
    expect(happened).toEqual(['first at 5', 'second at 5', 'late at 20']);
    expect(timeline.steps).toBe(3);
  });

  test('goes on only when all that follows at once has followed', async () => {
    const follow = async (): Promise<void> => {
      for (let i = 0; i < 50; i += 1) await Promise.resolve();
      note('the consequence')();
    };
    timeline.after(1, () => void follow());
    timeline.after(2, note('the next'));
    await runOut();
    expect(happened).toEqual(['the consequence at 1', 'the next at 2']);
  });

  test('leaves out what was called off', async () => {
    const callOff = timeline.after(5, note('called off'));
    timeline.after(6, note('kept'));
    callOff();
    await runOut();
    expect(happened).toEqual(['kept at 6']);
  });

  test('ends when nothing is left but what goes on by itself', async () => {
    const tick = (): void => void timeline.after(10, tick, 'tick');
    tick();
    timeline.after(35, note('the last'), 'plan');
    await runOut();
    expect(happened).toEqual(['the last at 35']);
    expect(timeline.nowMs).toBeLessThan(50);
  });
});

describe('a machine', () => {
  test('that stands still gets what arrived meanwhile when it goes on, in order', async () => {
    const machine = new Machine(timeline);
    machine.standStill(100);
    machine.after(20, note('second'));
    machine.after(10, note('first'));
    await runOut();
    expect(happened).toEqual(['first at 100', 'second at 100']);
  });

  test('that died hears nothing any more', async () => {
    const machine = new Machine(timeline);
    machine.after(10, note('unheard'));
    machine.isAlive = false;
    await runOut();
    expect(happened).toEqual([]);
  });
});
