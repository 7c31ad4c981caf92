import { describe, expect, test } from '@jest/globals';
import type { KoppelError } from '@koppel/contract';
import { Type } from 'typebox';
import { RequestReader, type RawRequest } from '../../src/gateway/request-reader.ts';
import { echo, play } from './door.ts';

const reader = new RequestReader(echo);
const fine: RawRequest = { params: { id: 'a' }, query: {}, headers: {}, body: { name: 'thing' } };

function faultsOf(change: Partial<RawRequest>): unknown {
  try {
    reader.read({ ...fine, ...change }, []);
  } catch (error) {
    return (error as KoppelError).details.faults?.map(({ path, message }) => `${path} ${message}`);
  }
  return [];
}

describe('a query', () => {
  test.each<[Record<string, string | string[]>, object]>([
    [{ size: '5' }, { size: 5 }],
    [{ size: '999999999999999' }, { size: 999_999_999_999_999 }],
    [{ deep: 'true' }, { deep: true }],
    [
      { deep: 'false', size: '1' },
      { deep: false, size: 1 },
    ],
  ])('%j becomes %j', (query, values) => {
    expect(reader.read({ ...fine, query }, []).query).toEqual(values);
  });

  test.each(['', '1.0', '01', '1e3', '0x10', ' 1', '+1', '1_000', '1000000000000000', 'NaN', 'null'])(
    'of an integer %j stays a text, and is refused',
    (size) => {
      expect(faultsOf({ query: { size } })).toEqual(['/query/size must be integer']);
    },
  );

  test.each(['', '1', 'TRUE', 'yes'])('of a boolean %j is refused', (deep) => {
    expect(faultsOf({ query: { deep } })).toEqual(['/query/deep must be boolean']);
  });

  test('that names a key twice, or one that is not known, is refused', () => {
    expect(faultsOf({ query: { size: ['1', '2'] } })).toEqual(['/query/size must be integer']);
    expect(faultsOf({ query: { page: '1' } })).toEqual(['/query must not have the property "page"']);
  });

  test('of a route without one must be empty', () => {
    const bare = new RequestReader(play(async () => ({ status: 200 })));
    expect(() => bare.read({ params: {}, query: { page: '1' }, headers: {}, body: undefined }, [])).toThrow();
  });
});

test('a parameter of the path that is an integer becomes one', () => {
  const route = play(async () => ({ status: 200 }), {
    path: '/v1/plays/{index}',
    params: Type.Object({ index: Type.Integer() }, { additionalProperties: false }),
  });
  const indexed = new RequestReader(route);
  expect(indexed.read({ ...fine, params: { index: '41' } }, []).params).toEqual({ index: 41 });
  expect(() => indexed.read({ ...fine, params: { index: '4.1' } }, [])).toThrow();
});

test('only the headers that a route names reach it, under their written name', () => {
  const headers = { 'if-match': '"3"', cookie: 'secret', authorization: 'Bearer x' };
  expect(reader.read({ ...fine, headers }, []).headers).toEqual({ 'If-Match': '"3"' });
});

test('all faults of all parts are told together, with those that were known already, and no value is repeated', () => {
  const known = [{ path: '/headers/Fsc-Transaction-Id', message: 'must be a UUID of version 7' }];
  const request = {
    params: { id: 'SECRET!' },
    query: { size: '-123456789' },
    headers: { 'if-match': '123456789' },
    body: { name: 123_456_789 },
  };
  let error: KoppelError | undefined;
  try {
    reader.read(request, known);
  } catch (caught) {
    error = caught as KoppelError;
  }
  expect(error?.code).toBe('request.invalid');
  expect(error?.details.faults?.map(({ path }) => path)).toEqual([
    '/headers/Fsc-Transaction-Id',
    '/path/id',
    '/query/size',
    '/headers/If-Match',
    '/body/name',
  ]);
  expect(JSON.stringify(error?.details)).not.toMatch(/SECRET|123456789/);
});

test('a fault that was known already is enough to refuse', () => {
  const known = [{ path: '/headers/Fsc-Transaction-Id', message: 'must be a UUID of version 7' }];
  expect(() => reader.read(fine, known)).toThrow('The request does not fit its schema');
});

test('a body that is missing is a fault among the others', () => {
  expect(faultsOf({ body: undefined, query: { size: '0' } })).toEqual(['/query/size must be >= 1', '/body is missing']);
});

test('a route with an open body is a mistake that is found when it is mounted', () => {
  const open = { schema: Type.Object({ name: Type.String() }), example: { name: 'thing' } };
  expect(() => new RequestReader(play(async () => ({ status: 200 }), { body: open }))).toThrow(
    'the body of play must be closed',
  );
});
