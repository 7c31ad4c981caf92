import { expect, test } from '@jest/globals';
import { ageOn } from '../../src/brp/persoon.ts';

test.each([
  ['2026-04-10', 46],
  ['2026-04-11', 47],
  ['2026-04-12', 47],
  ['2026-12-31', 47],
])('on %s somebody born on 11 April 1979 is %d', (day, age) => {
  expect(ageOn('1979-04-11', new Date(day))).toBe(age);
});
