import { describe, expect, test } from '@jest/globals';
import { cell, deadline } from '../../src/process/cell.ts';

describe('a deadline', () => {
  test.each([
    ['ends with its last day', '2026-11-30T23:00:00.000Z', '2026-11-30'],
    ['ends with its last day in summer too', '2026-06-15T22:00:00.000Z', '2026-06-15'],
    ['is a Dutch minute when it does not end with a day', '2026-12-01T09:00:00.000Z', '2026-12-01 10:00'],
    ['is nothing when there is none', null, ''],
  ])('%s', (_, instant, told) => {
    expect(deadline(instant)).toBe(told);
  });
});

describe('a cell', () => {
  test('tells a text in the language of the reader', () => {
    expect(cell({ nl: 'Weging', en: 'Weighing' }, 'nl')).toBe('Weging');
    expect(cell({ nl: 'Weging', en: 'Weighing' })).toBe('Weighing');
  });

  test('tells words one after the other, and what has more to it as JSON', () => {
    expect(cell(['one', 'two'])).toBe('one, two');
    expect(cell([{ one: 1 }])).toBe('[{"one":1}]');
    expect(cell(undefined)).toBe('');
  });
});
