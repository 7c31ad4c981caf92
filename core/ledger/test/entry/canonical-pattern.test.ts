import { canonicalBytes } from '@koppel/contract';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Type } from 'typebox';
import { canonicalPattern } from '../../src/entry/canonical-pattern.ts';
import { entryFaults } from '../../src/entry/entry-check.ts';
import { entryTypes } from '../../src/entry/entry-rules.ts';
import { matchEntryLine } from '../../src/verify/entry-line.ts';
import { parseLine, type ParsedLine } from '../../src/verify/parsed-line.ts';
import { entryOfType } from '../sample-entry.ts';

const leaf = Buffer.alloc(32, 1).toString('base64');
const lineOf = (entry: unknown): string => `${canonicalBytes({ entry, index: 7, leaf }).toString()}\n`;

/** What the slow way makes of a line: undefined unless it is a canonical entry without faults. */
function parseEntryLine(bytes: Buffer): Extract<ParsedLine, { kind: 'entry' }> | undefined {
  const parsed = parseLine(bytes.subarray(0, -1));
  if (parsed.kind !== 'entry' || !parsed.isCanonical) return undefined;
  // That `at` repeats the instant of the id is checked after the quick way, together with the order of times.
  return parsed.faults.every(({ path, message }) => path === '/at' && message.includes('instant')) ? parsed : undefined;
}

/** The quick way and the slow way must agree on every line: they are two readings of one schema. */
function expectAgreement(line: string): void {
  const bytes = Buffer.from(line);
  const quick = matchEntryLine(bytes.toString('latin1'), 0, bytes.length - 1);
  const slow = parseEntryLine(bytes);
  expect({ line, isMatch: quick !== undefined }).toEqual({ line, isMatch: slow !== undefined });
  if (quick === undefined || slow === undefined) return;
  expect(Buffer.from(quick.body)).toEqual(slow.body);
  expect(quick).toMatchObject({ index: slow.index, leaf: slow.leaf });
  const { type, id, at, exchange } = slow.entry ?? quick;
  expect(quick).toMatchObject({ type, id, at, exchange });
}

describe('matching a line and parsing it agree', () => {
  test.each(entryTypes)('on %s, with as few and as many fields as it may have', (type) => {
    for (const entry of [entryOfType(type, 'fewest'), entryOfType(type, 'most')]) {
      expect(entryFaults(entry)).toEqual([]);
      expect(matchEntryLine(lineOf(entry), 0, lineOf(entry).length - 1)).toMatchObject({ type, index: 7, leaf });
      expectAgreement(lineOf(entry));
    }
  });

  test('when a field is left out or taken from another type', () => {
    for (const type of entryTypes) {
      const most = entryOfType(type, 'most');
      const names = Object.keys(entryOfType('reply.refused', 'most')).concat('digest', 'organisation', 'payload');
      for (const name of names) {
        expectAgreement(lineOf(Object.fromEntries(Object.entries(most).filter(([key]) => key !== name))));
        expectAgreement(lineOf({ [name]: 'x', ...most }));
      }
    }
  });

  test('when any character is changed, removed or added', () => {
    const characters = fc.constantFrom(...'"\\{}[],:.-_ aZ09@+=/\u0000é'.split(''), '\\u0061');
    const steps = fc.tuple(fc.constantFrom(...entryTypes), fc.nat(), fc.nat({ max: 2 }), characters);
    fc.assert(
      fc.property(steps, ([type, seed, removed, added]) => {
        const line = lineOf(entryOfType(type, 'most'));
        const place = seed % (line.length - 1);
        const forged = `${line.slice(0, place)}${added}${line.slice(place + removed, -1)}`;
        expectAgreement(`${forged}\n`);
      }),
      { numRuns: 2000 },
    );
  });

  test('when a value is too long, too short or not in its alphabet', () => {
    const values = [
      '',
      'a',
      'A',
      '1',
      'é',
      'a'.repeat(33),
      'a'.repeat(65),
      'a'.repeat(201),
      'a.b-c',
      'a.b-c@1',
      'a.b-c@1.2.3',
      'a.b-c@1.2.3.4',
      '"',
      '\\',
      'a\n',
    ];
    for (const name of ['collaboration', 'operation', 'purpose', 'code', 'mode', 'trace', 'id', 'at', 'action']) {
      for (const value of values) expectAgreement(lineOf({ ...entryOfType('reply.refused', 'most'), [name]: value }));
    }
  });

  test('when a set is out of order, repeats itself or is too large', () => {
    const entry = entryOfType('reply.released', 'most');
    const path = (i: number): string => `field${String(i).padStart(4, '0')}`;
    const sets = [
      [],
      ['b', 'a'],
      ['a', 'a'],
      ['a', 'a.b', 'a[]', 'a[].b', 'aB'],
      ['a.b', 'a'],
      ['A', 'a'],
      Array.from({ length: 500 }, (_, i) => path(i)),
      Array.from({ length: 501 }, (_, i) => path(i)),
    ];
    for (const fields of sets) expectAgreement(lineOf({ ...entry, fields }));
  });

  test('when numbers are written otherwise', () => {
    const line = lineOf(entryOfType('reply.released', 'most'));
    for (const version of ['0', '01', '-1', '1.0', '1e0', '999999999', '1000000000', '"1"']) {
      expectAgreement(line.replace('"version":1', `"version":${version}`));
    }
    for (const index of ['00', '-0', '1.5', '1e3', '999999999999999', '1000000000000000']) {
      expectAgreement(line.replace('"index":7', `"index":${index}`));
    }
  });
});

test.each([
  ['an object without a required member', Type.Object({ name: Type.Optional(Type.String({ pattern: '^a$' })) })],
  ['a string without a pattern', Type.Object({ name: Type.String() })],
  ['a pattern with escaped brackets', Type.Object({ name: Type.String({ pattern: '^\\(a$' }) })],
  ['an open number', Type.Object({ name: Type.Integer({ minimum: 0 }) })],
  ['a boolean', Type.Object({ name: Type.Boolean() })],
])('there is no pattern for %s', (_name, schema) => {
  expect(() => canonicalPattern(schema, [])).toThrow(TypeError);
});
