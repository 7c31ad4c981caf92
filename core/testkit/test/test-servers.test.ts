import { afterEach, expect, test } from '@jest/globals';
import { serverVariables, testNatsBinary, testPostgres } from '../src/test-servers.ts';

const before = { ...process.env };

afterEach(() => {
  process.env = { ...before };
});

test('a test without PostgreSQL fails and says how to run it', () => {
  delete process.env[serverVariables.postgres];
  expect(() => testPostgres()).toThrow('npm test -- <path>');
});

test('a test without nats-server fails and says how to get one', () => {
  delete process.env[serverVariables.nats];
  expect(() => testNatsBinary()).toThrow('apt-get install nats-server');
});
