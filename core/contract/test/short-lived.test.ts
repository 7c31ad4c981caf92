import { describe, expect, test } from '@jest/globals';
import { ShortLived } from '@koppel/contract';

describe('values that come and go', () => {
  test('a value is there until it is taken, and then no more', () => {
    const values = new ShortLived<number>();
    const name = values.add(7);
    expect(values.get(name)).toBe(7);
    expect(values.take(name)).toBe(7);
    expect(values.take(name)).toBeUndefined();
    expect(values.get(name)).toBeUndefined();
  });

  test('each added value gets a name of its own, also after others were taken', () => {
    const values = new ShortLived<number>();
    const first = values.add(1);
    values.take(first);
    expect(values.add(2)).not.toBe(first);
  });

  test('a name that every object knows is a name like any other', () => {
    const values = new ShortLived<number>();
    for (const name of ['__proto__', 'constructor', 'toString']) expect(values.get(name)).toBeUndefined();
    values.set('__proto__', 1);
    expect(values.entries()).toEqual([['__proto__', 1]]);
  });

  test('what is listed stays as it was while values are taken', () => {
    const values = new ShortLived<string>();
    for (const text of ['a', 'b', 'c']) values.add(text);
    const seen = values.entries().map(([name]) => values.take(name));
    expect(seen).toEqual(['a', 'b', 'c']);
    expect(values.entries()).toEqual([]);
  });
});
