import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalBytes, KoppelError, parseJson } from '../src/index.ts';

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof KoppelError) return error.code;
    throw error;
  }
  return 'none';
}

const forbidden = ['__proto__', 'constructor', 'prototype'];

/** JSON of any shape, with keys and texts full of quotes, backslashes, braces and characters beyond the basic plane. */
const binaryText = fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', ''));
const wildText = fc.oneof(
  binaryText,
  fc.string({
    unit: fc.constantFrom('"', '\\', '{', '}', '[', ']', ',', ':', 'u', 'e', '-', '1', ' ', 'é', '😀', '\u2028'),
  }),
);
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthSize: 'small' },
    wildText,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(true, false, null),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(
      wildText.filter((key) => !forbidden.includes(key)),
      tie('value'),
      { maxKeys: 5 },
    ),
  ),
})).value;

/** The same text with every character of a string as an escape. */
const escaped = (text: string): string =>
  text.replaceAll(/[^\x20-\x7e]|[a-z]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

describe('parseJson', () => {
  test('reads whatever JSON.parse reads, from text and from bytes', () => {
    fc.assert(
      fc.property(json, fc.nat(3), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(parseJson(text)).toEqual(JSON.parse(text));
        expect(parseJson(Buffer.from(text))).toEqual(JSON.parse(text));
      }),
      { numRuns: 500 },
    );
  });

  test('refuses as malformed whatever JSON.parse refuses', () => {
    const damage = fc.tuple(
      json,
      fc.nat(),
      fc.constantFrom('', '"', '\\', ',', '{', '}', '[', ':', 'x', '1', '\n', '\u0000'),
    );
    fc.assert(
      fc.property(damage, ([value, at, junk]) => {
        const text = JSON.stringify(value);
        const cut = at % (text.length + 1);
        const damaged = text.slice(0, cut) + junk + text.slice(cut + 1);
        const code = codeOf(() => parseJson(damaged));
        if (code === 'none') expect(parseJson(damaged)).toEqual(JSON.parse(damaged));
        else if (code === 'request.malformed') expect(() => canonicalBytes(JSON.parse(damaged))).toThrow();
        else expect(['request.duplicate-key', 'request.forbidden-key']).toContain(code);
      }),
      { numRuns: 1000 },
    );
  });

  test('returns only values that have a canonical form', () => {
    fc.assert(
      fc.property(binaryText, binaryText, (key, value) => {
        const text = JSON.stringify({ [`k${key}`]: value, list: [value] });
        expect(canonicalBytes(parseJson(text)).byteLength).toBeGreaterThan(0);
      }),
    );
    for (const text of [
      '"\\ud800"',
      '{"\\uDC00":1}',
      '["\\ud83d\\u0041"]',
      '1e999',
      '[-1e400]',
      `{"a":${'9'.repeat(400)}}`,
    ]) {
      expect([text, codeOf(() => parseJson(text))]).toEqual([text, 'request.malformed']);
    }
    expect(codeOf(() => parseJson('"\ud800"'))).toBe('request.malformed');
    expect(parseJson('["\\ud83d\\ude00", 1e308, -0.0, 1E-400]')).toEqual(['😀', 1e308, -0, 0]);
  });

  test('finds a key that stands twice in one object, however it is spelled', () => {
    fc.assert(
      fc.property(
        wildText.filter((key) => key.isWellFormed() && !forbidden.includes(key)),
        json,
        (key, value) => {
          const plain = JSON.stringify(key);
          const other = JSON.stringify(value);
          const spelled = /\\/.test(plain) ? plain : escaped(plain);
          expect(codeOf(() => parseJson(`{${plain}:1,"between":{${plain}:${other}},${spelled}:2}`))).toMatch(
            key === 'between' ? /duplicate/ : /^request.duplicate-key$/,
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  test('lets the same key stand in different objects, and the same text as a value', () => {
    const text = '{"a":{"a":[{"a":"a"},{"a":"a"},"a","a"]},"b":"a","c":{"a":1}}';
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });

  test('refuses keys that could change a prototype, at any depth and in any spelling', () => {
    for (const key of [...forbidden, '\\u005f_proto__', 'constr\\u0075ctor']) {
      expect(codeOf(() => parseJson(`{"a":[{"${key}":1}]}`))).toBe('request.forbidden-key');
    }
    expect(parseJson('["__proto__","constructor",{"proto":"prototype"}]')).toHaveLength(3);
  });

  test('bounds depth and size at the limit and not before', () => {
    const nested = (depth: number) => `${'[{"a":'.repeat(depth / 2)}1${'}]'.repeat(depth / 2)}`;
    expect(codeOf(() => parseJson(nested(32)))).toBe('none');
    expect(codeOf(() => parseJson(`[${nested(32)}]`))).toBe('request.too-deep');
    expect(codeOf(() => parseJson('['.repeat(500_000)))).toBe('request.too-deep');
    expect(codeOf(() => parseJson(`[${'[],'.repeat(100)}[]]`, { maxBytes: 1000, maxDepth: 2 }))).toBe('none');
    expect(codeOf(() => parseJson('"éé"', { maxBytes: 6, maxDepth: 1 }))).toBe('none');
    expect(codeOf(() => parseJson('"éé"', { maxBytes: 5, maxDepth: 1 }))).toBe('request.too-large');
    expect(codeOf(() => parseJson(Buffer.from('"éé"'), { maxBytes: 5, maxDepth: 1 }))).toBe('request.too-large');
  });

  test('refuses a byte order mark and bytes that are not UTF-8', () => {
    expect(codeOf(() => parseJson(Buffer.from('\ufeff{}')))).toBe('request.malformed');
    expect(codeOf(() => parseJson('\ufeff{}'))).toBe('request.malformed');
    expect(codeOf(() => parseJson(Uint8Array.of(0x22, 0xff, 0x22)))).toBe('request.malformed');
    expect(codeOf(() => parseJson(Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22)))).toBe('request.malformed');
    expect(codeOf(() => parseJson(''))).toBe('request.malformed');
  });

  test('refuses a zero byte in a text or a key, and not what only looks like one', () => {
    for (const text of ['"a\\u0000b"', '{"\\u0000":1}', '"\\\\\\u0000"']) {
      expect(codeOf(() => parseJson(text))).toBe('request.malformed');
    }
    expect(parseJson('"\\\\u0000"')).toBe('\\u0000');
  });

  test('never repeats the text, neither in the message nor as a cause', () => {
    for (const text of ['{"999990019":', '{"999990019":1,"999990019":2}', '{"a" 999990019}', '"999990019\\ud800"']) {
      try {
        parseJson(text);
      } catch (error) {
        expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('999990019');
        expect((error as Error).cause).toBeUndefined();
        continue;
      }
      throw new Error('should have been refused');
    }
  });
});
