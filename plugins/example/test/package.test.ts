import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';

test('the package says that it is a plugin, as the loader of the hub wants to read', () => {
  const { koppel, exports, type } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  expect(koppel).toEqual({ kind: 'plugin' });
  expect(type).toBe('module');
  expect(exports['.']).toBeDefined();
});
