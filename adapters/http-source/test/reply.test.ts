import { describe, expect, test } from '@jest/globals';
import { Type } from 'typebox';
import { createJsonReader } from '../src/json-reader.ts';
import { parseRetryAfter } from '../src/retry-after.ts';
import { requireOk } from '../src/require-ok.ts';

const reply = (body: string, contentType = 'application/json') => ({
  status: 200,
  contentType,
  retryAfterMs: undefined,
  body: Buffer.from(body),
});

describe('a JSON reply', () => {
  const read = createJsonReader(Type.Object({ name: Type.String({ maxLength: 5 }) }));

  test.each(['application/json', 'application/json; charset=utf-8', 'application/problem+json'])(
    'may be %s',
    (type) => {
      expect(read(reply('{"name":"x","more":1}', type))).toMatchObject({ name: 'x' });
    },
  );

  test.each([
    ['HTML', reply('<p>', 'text/html')],
    ['JSON under another name', reply('{"name":"x"}', 'text/plain')],
    ['cut off', reply('{"name":')],
    ['ambiguous', reply('{"name":"x","name":"y"}')],
    ['able to change a prototype', reply('{"__proto__":{},"name":"x"}')],
    ['too deep', reply(`{"name":"x","deep":${'['.repeat(40)}${']'.repeat(40)}}`)],
  ])('that is %s is not JSON to us', (_case, given) => {
    expect(() => read(given)).toThrow('The reply of the source is not JSON');
  });

  test('that breaks the schema is told by path and rule, not by what it said', () => {
    expect(() => read(reply('{"name":"999912345"}'))).toThrow(
      expect.objectContaining({ code: 'source.failed', message: expect.stringMatching(/\/name must NOT have more/) }),
    );
    expect(() => read(reply('{"name":"999912345"}'))).toThrow(expect.not.stringContaining('999912345'));
  });
});

describe('a reply by its status', () => {
  test.each([
    [301, 'source.failed'],
    [204, 'source.failed'],
    [400, 'source.refused'],
    [401, 'source.refused'],
    [404, 'source.refused'],
    [500, 'source.failed'],
    [503, 'source.failed'],
  ])('%d is %s', (status, code) => {
    expect(() => requireOk({ ...reply(''), status })).toThrow(expect.objectContaining({ code }));
  });

  test('200 is the answer', () => {
    expect(requireOk(reply('x')).body.toString()).toBe('x');
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  test.each([
    ['7', 7000],
    ['0', 0],
    ['Thu, 01 Jan 2026 00:00:09 GMT', 9000],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ['soon', undefined],
    ['-1', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%p is %p ms', (header, waitMs) => expect(parseRetryAfter(header, now)).toBe(waitMs));
});
