import { describe, expect, test } from '@jest/globals';
import { createTransaction, headerText, readTrace, readTraceparent, traceIdOf } from '../src/index.ts';

const uuid7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const transaction = '01890a5d-ac96-774b-bcce-b302099a8057';
const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

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
    expect(readTrace({ transaction })).toMatchObject({ trace: { transaction }, faults: [] });
    expect(readTrace({ transaction: transaction.toUpperCase() })).toMatchObject({ trace: { transaction }, faults: [] });
    expect(readTrace({ transaction: undefined })).toMatchObject({
      trace: { transaction: expect.stringMatching(uuid7) },
      faults: [],
    });
  });

  test.each([
    '',
    'x',
    `${transaction} `,
    transaction.replace('-7', '-4'),
    transaction.replace('-b', '-c'),
    transaction.slice(1),
    `${transaction},${transaction}`,
  ])('%j is a fault, and makes way for a new one', (text) => {
    const read = readTrace({ transaction: text });
    expect(read.faults).toEqual([{ path: '/headers/Fsc-Transaction-Id', message: 'must be a UUID of version 7' }]);
    expect(read.trace.transaction).toMatch(uuid7);
  });
});

describe('a traceparent', () => {
  test('is taken over when it is well formed', () => {
    expect(readTrace({ traceparent }).trace.traceparent).toBe(traceparent);
  });

  test('of a later version is read as far as this one goes', () => {
    expect(readTraceparent(`01${traceparent.slice(2)}-0af7`)).toBe(traceparent);
    expect(readTraceparent(`cc${traceparent.slice(2)}`)).toBe(traceparent);
  });

  test.each([
    undefined,
    '',
    traceparent.toUpperCase(),
    `${traceparent}-0af7`,
    `ff${traceparent.slice(2)}`,
    traceparent.replace('4bf92f3577b34da6a3ce929d0e0e4736', '0'.repeat(32)),
    traceparent.replace('00f067aa0ba902b7', '0'.repeat(16)),
    `${traceparent}, ${traceparent}`,
    `${traceparent}\n`,
  ])('that is %j starts a new trace that nobody samples', (header) => {
    const made = readTrace({ traceparent: header }).trace.traceparent;
    expect(made).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
    expect(made).not.toContain('4bf92f3577b34da6a3ce929d0e0e4736');
  });

  test('that came twice starts a new trace as well', () => {
    const header = headerText([traceparent, traceparent]);
    expect(readTrace({ traceparent: header }).trace.traceparent).not.toContain(traceIdOf(traceparent));
    expect([headerText(traceparent), headerText(undefined)]).toEqual([traceparent, undefined]);
  });

  test('tells the id of its trace', () => {
    expect(traceIdOf(traceparent)).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
  });
});
