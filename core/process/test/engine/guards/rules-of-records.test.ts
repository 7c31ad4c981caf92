import { describe, expect, test } from '@jest/globals';
import { guardRules, type Facts, type Guard } from '../../../src/index.ts';
import { factsWith, inputWith, stepOf } from '../sample-model.ts';

const holds = (guard: Guard, facts: Partial<Facts>): boolean =>
  guardRules[guard.rule].holds(guard, factsWith(facts), stepOf('tend'));

describe('statement-given', () => {
  const guard: Guard = { rule: 'statement-given', statement: 'necessity' };

  test('holds for a text of three characters', () => {
    expect(holds(guard, inputWith({ statements: { necessity: 'yes' } }))).toBe(true);
  });

  test('does not hold for less, spaces not counted', () => {
    expect(holds(guard, inputWith({ statements: { necessity: ' ab   ' } }))).toBe(false);
  });

  test('does not hold for another statement, for none, or for one that every object has', () => {
    expect(holds(guard, inputWith({ statements: { proportionality: 'in proportion' } }))).toBe(false);
    expect(holds(guard, {})).toBe(false);
    expect(holds({ ...guard, statement: 'constructor' }, inputWith({ statements: {} }))).toBe(false);
  });

  test('does not hold when the model does not say which statement', () => {
    expect(holds({ rule: 'statement-given' }, inputWith({ statements: { undefined: 'a text' } }))).toBe(false);
  });
});

describe('subject-recorded', () => {
  test('holds from one subject on, or from as many as the model says', () => {
    expect(holds({ rule: 'subject-recorded' }, { subjects: 1 })).toBe(true);
    expect(holds({ rule: 'subject-recorded', minimum: 2 }, { subjects: 2 })).toBe(true);
  });

  test('does not hold below that', () => {
    expect(holds({ rule: 'subject-recorded' }, { subjects: 0 })).toBe(false);
    expect(holds({ rule: 'subject-recorded', minimum: 2 }, { subjects: 1 })).toBe(false);
  });
});

describe('result-given', () => {
  const guard: Guard = { rule: 'result-given' };

  test('holds for an outcome with a description', () => {
    expect(holds(guard, inputWith({ result: { outcome: 'ok', description: 'The weeds are gone.' } }))).toBe(true);
  });

  test('does not hold without a result, an outcome or a description', () => {
    expect(holds(guard, {})).toBe(false);
    expect(holds(guard, inputWith({ result: { outcome: ' ', description: 'The weeds are gone.' } }))).toBe(false);
    expect(holds(guard, inputWith({ result: { outcome: 'ok', description: ' -  ' } }))).toBe(false);
  });
});

describe('lessons-given', () => {
  const guard: Guard = { rule: 'lessons-given', minimum: 2 };

  test('holds when the lessons recorded before and those given now are enough together', () => {
    expect(holds(guard, { lessons: 1, ...inputWith({ lessons: ['Water in the evening.'] }) })).toBe(true);
    expect(holds(guard, { lessons: 2 })).toBe(true);
    expect(holds({ rule: 'lessons-given' }, inputWith({ lessons: ['Water in the evening.'] }))).toBe(true);
  });

  test('does not hold for fewer, and an empty text is no lesson', () => {
    expect(holds(guard, { lessons: 1 })).toBe(false);
    expect(holds(guard, { lessons: 1, ...inputWith({ lessons: [' . '] }) })).toBe(false);
    expect(holds({ rule: 'lessons-given' }, {})).toBe(false);
  });
});

describe('retention-over', () => {
  const guard: Guard = { rule: 'retention-over' };

  test('holds at the very moment on which the period ends, and after', () => {
    expect(holds(guard, { now: 1000, retentionEndsAt: 1000 })).toBe(true);
    expect(holds(guard, { now: 1001, retentionEndsAt: 1000 })).toBe(true);
  });

  test('does not hold before, nor when no clock runs', () => {
    expect(holds(guard, { now: 999, retentionEndsAt: 1000 })).toBe(false);
    expect(holds(guard, { retentionEndsAt: null })).toBe(false);
  });
});
