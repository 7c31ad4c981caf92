import { afterEach, expect, test } from '@jest/globals';
import type { GatewayOptions } from '../../src/gateway/gateway.ts';
import { Door, play } from './door.ts';

let door: Door | undefined;
afterEach(async () => {
  await door?.close();
});

/** How four requests end when each address may ask once a minute: two callers behind one proxy, each twice. */
async function askAs(options: Partial<GatewayOptions>): Promise<number[]> {
  const limits = { requestsPerSecondPerClient: 1000, tokensPerMinutePerAddress: 1, inFlight: 100 };
  door = await Door.open([play(async () => ({ status: 200, body: {} }))], { ...options, limits });
  const statuses = [];
  for (const address of ['192.0.2.1', '192.0.2.2', '192.0.2.1', '192.0.2.2']) {
    statuses.push((await door.ask({ path: '/v1/plays', headers: { 'x-forwarded-for': address } })).status);
  }
  return statuses;
}

test('behind a proxy that is trusted, each caller has limits of its own', async () => {
  expect(await askAs({ trustedProxies: ['loopback'] })).toEqual([200, 200, 429, 429]);
});

test('nobody else can take another address by naming one', async () => {
  expect(await askAs({})).toEqual([200, 429, 429, 429]);
  await door?.close();
  expect(await askAs({ trustedProxies: ['10.0.0.0/8'] })).toEqual([200, 429, 429, 429]);
});
