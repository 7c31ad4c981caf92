import { describe, expect, test } from '@jest/globals';
import { createTransaction, readTraceparent, readTransaction } from '../../src/gateway/trace.ts';

const uuid7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const good = '01890a5d-ac96-774b-bcce-b302099a8057';
const parent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

describe('a transaction id', () => {
  test('that is made is a UUIDv7 of this moment, and never the same', () => {
    const before = Date.now();
    const made = Array.from({ length: 5000 }, createTransaction);
    expect(made.filter((id) => !uuid7.test(id))).toEqual([]);
    expect(new Set(made).size).toBe(5000);
    const atMs = Number.parseInt(String(made[0]).replaceAll('-', '').slice(0, 12), 16);
    expect(atMs).toBeGreaterThanOrEqual(before);
    expect(atMs).toBeLessThanOrEqual(Date.now());
  });

  test('is taken over, in lower case, and made when there is none', () => {
    expect(readTransaction(good)).toBe(good);
    expect(readTransaction(good.toUpperCase())).toBe(good);
    expect(readTransaction(undefined)).toMatch(uuid7);
  });

  test.each([
    '',
    'x',
    `${good} `,
    good.replace('-7', '-4'),
    good.replace('-b', '-c'),
    good.slice(1),
    `${good},${good}`,
  ])('%j is none', (text) => {
    expect(readTransaction(text)).toBeNull();
  });
});

describe('a traceparent', () => {
  test('is taken over when it is well formed, of a later version too', () => {
    expect(readTraceparent(parent)).toBe(parent);
    expect(readTraceparent(`01${parent.slice(2)}-0af7`)).toBe(`01${parent.slice(2)}-0af7`);
  });

  test.each([
    undefined,
    '',
    parent.toUpperCase(),
    `${parent}-0af7`,
    `ff${parent.slice(2)}`,
    parent.replace('4bf92f3577b34da6a3ce929d0e0e4736', '0'.repeat(32)),
    parent.replace('00f067aa0ba902b7', '0'.repeat(16)),
    `${parent}, ${parent}`,
  ])('that is %j starts a new trace', (header) => {
    const made = readTraceparent(header);
    expect(made).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
    expect(made).not.toContain('4bf92f3577b34da6a3ce929d0e0e4736');
  });
});
