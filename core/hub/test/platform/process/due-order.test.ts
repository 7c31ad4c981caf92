import { expect, test } from '@jest/globals';
import { encodeCursor } from '../../../src/platform/paging.ts';
import { afterCursor, duePositionOf } from '../../../src/platform/process/due-order.ts';
import { aRecord } from '../../cases/a-record.ts';

const invalid = expect.objectContaining({ code: 'request.invalid' });

test('a list starts at its beginning without a cursor, and after the last row with one', () => {
  expect(afterCursor(undefined, 3)).toEqual({ sql: 'true', parameters: [] });
  const last = duePositionOf(aRecord({ dueAt: '2026-06-01T09:00:00.000Z' }));
  const { sql, parameters } = afterCursor(encodeCursor(last), 3);
  expect(parameters).toEqual([last.dueAt, last.id]);
  expect(sql).toContain('$3');
  expect(sql).toContain('$4');
});

test.each([{ id: 'x', dueAt: null }, { dueAt: null }, { id: aRecord().id, dueAt: 'soon' }, []])(
  'a cursor of no such list is refused: %j',
  (position) => {
    expect(() => afterCursor(encodeCursor(position), 1)).toThrow(invalid);
  },
);
