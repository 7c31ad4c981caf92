import { expect, test } from '@jest/globals';
import { listLeafPaths } from '../../src/demo/leaf-paths.ts';

test('the leaves of an answer are named as grants name them, each once', () => {
  const content = { residents: [{ name: { familyName: 'A' }, bsn: '1' }, { name: { familyName: 'B' } }], total: 2 };
  expect(listLeafPaths(content)).toEqual(['residents[].name.familyName', 'residents[].bsn', 'total']);
});

test('an answer that holds nothing has no leaves', () => {
  expect(listLeafPaths({ residents: [] })).toEqual([]);
  expect(listLeafPaths(undefined)).toEqual([]);
});
