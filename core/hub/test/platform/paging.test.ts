import { describe, expect, test } from '@jest/globals';
import { compileSchema, Uuid } from '@koppel/contract';
import { Type } from 'typebox';
import { decodeCursor, encodeCursor, pageOf, PageQuery } from '../../src/platform/paging.ts';
import { agreementId } from '../fixtures.ts';
import { expectCode } from '../identity/clients.ts';

const positions = compileSchema(Type.Object({ id: Uuid }, { additionalProperties: false }));
const query = compileSchema(PageQuery);

describe('a cursor', () => {
  test('leads back to where the page ended, and stands in a URL as it is', () => {
    const cursor = encodeCursor({ id: agreementId });
    expect(encodeURIComponent(cursor)).toBe(cursor);
    expect(query.isValid({ after: cursor })).toBe(true);
    expect(decodeCursor(cursor, positions)).toEqual({ id: agreementId });
  });

  test.each([
    ['no JSON', 'garbage'],
    ['another list’s', encodeCursor({ at: 1 })],
    ['no position', encodeCursor([agreementId])],
    ['a position and more', encodeCursor({ id: agreementId, more: 1 })],
    ['a statement', encodeCursor({ id: "' OR true --" })],
  ])('that is %s is refused and named', async (_title, cursor) => {
    const { details } = await expectCode(() => decodeCursor(cursor, positions), 'request.invalid');
    expect(details.faults).toMatchObject([{ path: '/query/after' }]);
  });
});

describe('a page', () => {
  const rows = ['one', 'two', 'three'].map((name) => ({ name, note: 'kept out of the cursor' }));
  const positionOf = ({ name }: { name: string }) => ({ name });

  test('that has a next one ends with a cursor to its last item', () => {
    expect(pageOf(rows, 2, positionOf)).toEqual({ items: rows.slice(0, 2), next: encodeCursor({ name: 'two' }) });
  });

  test('that is the last has none, also when it is full or empty', () => {
    expect(pageOf(rows, 3, positionOf)).toEqual({ items: rows });
    expect(pageOf([], 3, positionOf)).toEqual({ items: [] });
  });

  test.each([{ limit: 0 }, { limit: 201 }, { limit: 1.5 }, { after: '' }, { after: 'a b' }, { offset: 1 }])(
    'is not asked for with %j',
    (asked) => {
      expect(query.isValid(asked)).toBe(false);
    },
  );
});
