import { describe, expect, test } from '@jest/globals';
import {
  createUuidV7,
  entryBody,
  entryFaults,
  entryRules,
  entryTypes,
  LedgerEntry,
  timeOfUuidV7,
} from '../../src/index.ts';
import { compileSchema } from '@koppel/contract';
import { entryOfType } from '../sample-entry.ts';

const paths = (value: unknown): string[] => entryFaults(value).map(({ path }) => path);

describe('an entry', () => {
  test.each(entryTypes)('of type %s needs all fields of its rule', (type) => {
    const fewest = entryOfType(type, 'fewest');
    for (const name of ['v', 'id', 'action', 'at', ...entryRules[type].requires]) {
      const { [name as keyof typeof fewest]: _left, ...rest } = fewest;
      expect(entryFaults(rest)).toHaveLength(1);
    }
  });

  test('of no known type has one fault', () => {
    for (const value of [undefined, null, 'text', {}, { type: 'reply.sold' }, { type: 'constructor' }]) {
      expect(paths(value)).toEqual(['/type']);
    }
  });

  test('never holds what its type does not have', () => {
    expect(entryFaults({ ...entryOfType('reply.released', 'most'), content: { name: 'x' } })).toMatchObject([
      { path: '/', message: 'must not have the property "content"' },
    ]);
    expect(paths({ ...entryOfType('request.disclosed', 'most'), fields: [] })).toEqual(['/']);
  });

  test('has an action of the six that the law names', () => {
    const entry = entryOfType('reply.released', 'most');
    for (const action of ['collect', 'change', 'consult', 'disclose', 'combine', 'destroy']) {
      expect(entryFaults({ ...entry, action })).toEqual([]);
    }
    expect(paths({ ...entry, action: 'read' })).toEqual(['/action']);
  });

  test('has sets in order, each element once', () => {
    const entry = entryOfType('reply.released', 'most');
    expect(paths({ ...entry, fields: ['b', 'a'] })).toEqual(['/fields']);
    expect(paths({ ...entry, withheld: ['a', 'a'] })).toEqual(['/withheld']);
    expect(paths({ ...entry, subjects: ['B'.repeat(43), 'A'.repeat(43)] })).toEqual(['/subjects']);
  });

  test('is made at the instant that its id tells', () => {
    const entry = entryOfType('reply.released', 'most');
    expect(paths({ ...entry, at: '2026-03-02T08:00:00.124Z' })).toEqual(['/at']);
    expect(paths({ ...entry, at: '2026-02-30T08:00:00.123Z' })).toEqual(['/at']);
  });

  test('of any type fits the schema of all entries', () => {
    const all = compileSchema(LedgerEntry);
    for (const type of entryTypes) expect(all.faultsOf(entryOfType(type, 'most'))).toEqual([]);
  });

  test('has a body in canonical form', () => {
    const entry = entryOfType('key.registered', 'fewest');
    const { digest, ...rest } = entry;
    expect(entryBody({ ...rest, digest: digest ?? '' })).toEqual(entryBody(entry));
    expect(entryBody(entry).toString()).toMatch(/^\{"action":"disclose","at":"2026-03-02T08:00:00.123Z","digest":"ab/);
  });
});

describe('an id', () => {
  test('is a UUID of version 7 that tells its instant', () => {
    const atMs = Date.parse('2026-03-02T08:00:00.123Z');
    const [one, other] = [createUuidV7(atMs), createUuidV7(atMs)];
    expect(one).toMatch(/^019cad8f-ac7b-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(one).not.toBe(other);
    expect(timeOfUuidV7(one)).toBe(atMs);
  });
});
