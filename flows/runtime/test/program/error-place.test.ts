import { expect, test } from '@jest/globals';
import { placeOf } from '../../src/program/error-place.ts';

test('of an unexpected error its place is told and its words are not', () => {
  const error = new TypeError('cannot read 999990019\n    of this line');
  const place = JSON.stringify(placeOf(error));
  expect(place).toContain('TypeError');
  expect(place).toContain('error-place.test.ts');
  expect(place).not.toContain('999990019');
});

test('of a thrown value that is no error only its type is told', () => {
  expect(placeOf('999990019')).toEqual({ error: 'string' });
});
