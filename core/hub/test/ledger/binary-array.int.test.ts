import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@koppel/testkit';
import { binaryArray } from '../../src/ledger/binary-array.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const uuid = '01938c5e-8c00-7000-8000-000000000001';
const quoted = ['', '"', '\\', '{,}', 'NULL', 'é€𝄞', 'line\nbreak'];

/** What PostgreSQL makes of it, as text. */
async function readBack(type: string, parameter: Buffer): Promise<unknown[]> {
  const [row] = await database.query<{ elements: unknown[] }>(`SELECT to_jsonb($1::${type}[]) AS elements`, [
    parameter,
  ]);
  return row?.elements ?? [];
}

describe('an array in binary form is read by PostgreSQL as it was meant', () => {
  test.each([
    ['text', binaryArray.text(quoted), quoted],
    ['bytea', binaryArray.bytea([Buffer.of(0, 255, 34, 92), Buffer.alloc(0)]), ['\\x00ff225c', '\\x']],
    ['bigint', binaryArray.bigint([0, 1, Number.MAX_SAFE_INTEGER]), [0, 1, Number.MAX_SAFE_INTEGER]],
    ['integer', binaryArray.integer([0, 7, 2 ** 31 - 1]), [0, 7, 2 ** 31 - 1]],
    ['uuid', binaryArray.uuid([uuid, null, uuid]), [uuid, null, uuid]],
  ])('of %s', async (type, parameter, meant) => {
    await expect(readBack(type, parameter)).resolves.toEqual(meant);
  });

  test.each([
    ['text', binaryArray.text([])],
    ['bytea', binaryArray.bytea([])],
    ['bigint', binaryArray.bigint([])],
    ['integer', binaryArray.integer([])],
    ['uuid', binaryArray.uuid([])],
  ])('without elements, of %s', async (type, parameter) => {
    await expect(readBack(type, parameter)).resolves.toEqual([]);
  });
});
