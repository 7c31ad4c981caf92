import { describe, expect, test } from '@jest/globals';
import { expiryOf, readBearerToken } from '../../src/gateway/bearer-token.ts';

const read = (authorization: string | undefined) => () => readBearerToken(authorization);
const tokenOf = (payload: unknown): string => `e30.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.c2ln`;

describe('a bearer token', () => {
  test.each(['Bearer a.b.c', 'bearer a.b.c', 'BEARER   a.b.c'])('is read from "%s"', (authorization) => {
    expect(readBearerToken(authorization)).toBe('a.b.c');
  });

  test.each([undefined, '', 'Basic a.b.c', 'Bearer', 'Bearera.b.c', 'a.b.c', 'x Bearer a.b.c'])(
    'is missing in "%s"',
    (authorization) => {
      expect(read(authorization)).toThrow(expect.objectContaining({ code: 'token.missing' }));
    },
  );

  test.each(['a.b', 'a.b.c.d', 'a..c', 'a.b.c ', 'a.b.c, Bearer a.b.c', 'a.b.c\n', 'a.b.=', '\u{1F511}.b.c', ''])(
    'that is no compact JWS is invalid: "%s"',
    (text) => {
      expect(read(`Bearer ${text}`)).toThrow(expect.objectContaining({ code: 'token.invalid' }));
    },
  );

  test('of 4096 characters is looked at, and of one more is not', () => {
    const longest = `a.b.${'c'.repeat(4092)}`;
    expect(readBearerToken(`Bearer ${longest}`)).toBe(longest);
    expect(read(`Bearer ${longest}c`)).toThrow(expect.objectContaining({ code: 'token.invalid' }));
  });
});

describe('the expiry of a verified token', () => {
  test('is its exp, in milliseconds', () => {
    expect(expiryOf(tokenOf({ exp: 1_780_000_000 }))).toBe(1_780_000_000_000);
  });

  test.each([{}, null, 'exp', 7])('is long past for a payload without one: %j', (payload) => {
    expect(expiryOf(tokenOf(payload))).toBe(0);
  });
});
