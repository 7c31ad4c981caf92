import { describe, expect, test } from '@jest/globals';
import { isSameSecret, parseBasic, parseBearer } from '../../src/source/credentials.ts';

describe('parseBasic', () => {
  test('splits at the first colon', () => {
    const header = `Basic ${Buffer.from('alfa:one:two').toString('base64')}`;
    expect(parseBasic(header)).toEqual({ username: 'alfa', password: 'one:two' });
  });

  test.each([undefined, '', 'Basic', 'Basic !!', `Basic ${Buffer.from('no colon').toString('base64')}`, 'Bearer YTpi'])(
    'finds nothing in %j',
    (header) => {
      expect(parseBasic(header)).toBeUndefined();
    },
  );
});

test('parseBearer finds a token and nothing else', () => {
  expect(parseBearer('Bearer abc.def-1')).toBe('abc.def-1');
  expect(parseBearer('Bearer two words')).toBeUndefined();
  expect(parseBearer(undefined)).toBeUndefined();
});

test('an absent or a longer secret is not the same', () => {
  expect(isSameSecret('secret', 'secret')).toBe(true);
  expect(isSameSecret('secrets', 'secret')).toBe(false);
  expect(isSameSecret(undefined, 'secret')).toBe(false);
});
