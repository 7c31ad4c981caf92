import { describe, expect, test } from '@jest/globals';
import { Choices } from './choices.ts';

const drawMany = (choices: Choices): number[] => Array.from({ length: 1000 }, () => choices.weigh([70, 0, 30]));

describe('the choices of a schedule', () => {
  test('are the same for the same seed, and others for another', () => {
    expect(drawMany(Choices.seeded(7))).toEqual(drawMany(Choices.seeded(7)));
    expect(drawMany(Choices.seeded(7))).not.toEqual(drawMany(Choices.seeded(8)));
  });

  test('follow their weights: what weighs nothing never comes', () => {
    const counts = Map.groupBy(drawMany(Choices.seeded(1)), (choice) => choice);
    expect(counts.get(1)).toBeUndefined();
    expect(counts.get(0)?.length).toBeGreaterThan(600);
    expect(counts.get(2)?.length).toBeGreaterThan(200);
  });

  test('are on the tape, which decides the same once more', () => {
    const choices = Choices.seeded(3);
    const [pick, happened, choice] = [choices.pick(['a', 'b', 'c']), choices.happens(50), choices.weigh([1, 1, 1, 1])];
    const again = Choices.replaying(choices.tape);
    expect([again.pick(['a', 'b', 'c']), again.happens(50), again.weigh([1, 1, 1, 1])]).toEqual([
      pick,
      happened,
      choice,
    ]);
    expect(again.tape).toEqual(choices.tape);
  });

  test('take the calm way where a tape says nothing, or what no longer fits', () => {
    const choices = Choices.replaying([3, 1]);
    expect([choices.weigh([1, 1]), choices.happens(1), choices.pick(['calm', 'wild'])]).toEqual([0, true, 'calm']);
  });
});
