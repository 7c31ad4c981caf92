import type { PostgresAddress } from '@koppel/local';

/** What the global setup started, told to every test file through the environment. */
export const serverVariables = { postgres: 'KOPPEL_TEST_POSTGRES', nats: 'KOPPEL_TEST_NATS_SERVER' } as const;

/** The PostgreSQL cluster of this test run. */
export function testPostgres(): PostgresAddress {
  const address = process.env[serverVariables.postgres];
  if (address === undefined) throw new Error('There is no PostgreSQL for this test: run it with "npm test -- <path>".');
  return JSON.parse(address) as PostgresAddress;
}

/** The path of a nats-server program. */
export function testNatsBinary(): string {
  const path = process.env[serverVariables.nats];
  if (path === undefined) {
    throw new Error(
      'There is no nats-server for this test, and none could be fetched: install it ("apt-get install nats-server"), then run "npm test -- <path>".',
    );
  }
  return path;
}
