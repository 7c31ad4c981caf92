import { expect, test } from '@jest/globals';
import { isSafeForProduction } from '../src/nats-version.ts';

test.each([
  ['2.9.10', false],
  ['2.12.11', false],
  ['2.12.12', true],
  ['2.13.9', false],
  ['2.14.2', false],
  ['2.14.3', true],
  ['2.15.0', true],
  ['3.0.0', true],
])('nats-server %s is safe for production: %s', (version, isSafe) => {
  expect(isSafeForProduction(version)).toBe(isSafe);
});
