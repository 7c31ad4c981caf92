import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { findFreePort, startNatsServer, type NatsServer } from '@koppel/local';
import { testNatsBinary, waitUntil } from '@koppel/testkit';
import { cutOff, mayReadAgreements, without } from '../faults/outage.ts';
import { Region } from '../region.ts';

let region: Region;
let operations: string;
let restarted: NatsServer | undefined;

beforeAll(async () => {
  const port = await findFreePort();
  operations = `http://127.0.0.1:${port}`;
  region = await Region.open({ config: { operations: { host: '127.0.0.1', port } } });
});
afterAll(async () => {
  await region.close();
  await restarted?.stop();
});

interface Health {
  readonly status: number;
  readonly checks: Readonly<Record<string, boolean>>;
}

async function look(): Promise<Health> {
  const response = await fetch(`${operations}/health/ready`);
  const { checks } = (await response.json()) as Pick<Health, 'checks'>;
  return { status: response.status, checks };
}

const untilReady = () => waitUntil(async () => (await look()).status === 200, 'the hub is ready', 20_000);
const untilMissing = (check: string) =>
  waitUntil(
    async () => {
      const { status, checks } = await look();
      return status === 503 && checks[check] === false;
    },
    `the hub misses its ${check}`,
    15_000,
  );

test('a hub that works is ready, and names everything that it looked at', async () => {
  await untilReady();
  expect((await look()).checks).toEqual({ bus: true, gate: true, ledger: true, link: true, witnesses: true });
});

test('health and metrics are not where the interface is', async () => {
  expect((await fetch(`${region.url}/health/ready`)).status).toBe(404);
  expect((await fetch(`${region.url}/metrics`)).status).toBe(404);
});

test('without its database a hub is not ready, and with it it is again', async () => {
  await cutOff(region.database, () => untilMissing('ledger'));
  await untilReady();
  expect((await look()).status).toBe(200);
});

test('a hub that cannot read the agreements is not ready, and is again when it can', async () => {
  await without(region.database, mayReadAgreements, () => untilMissing('gate'));
  await untilReady();
  expect((await look()).status).toBe(200);
});

test('without the message server a hub is not ready, and with it it is again', async () => {
  const { server, authority, directory } = region.nats;
  await server.stop();
  await untilMissing('link');
  await untilMissing('bus');
  const place = { directory: join(directory, 'server'), port: server.port };
  restarted = await startNatsServer({ binary: testNatsBinary(), authority, ...place });
  await untilReady();
  expect((await look()).status).toBe(200);
});

test('metrics say the same as readiness, and count what was lost', async () => {
  const text = await (await fetch(`${operations}/metrics`)).text();
  for (const check of ['bus', 'gate', 'ledger', 'link']) expect(text).toContain(`koppel_ready{check="${check}"} 1`);
  expect(text).toMatch(/^koppel_link_disconnects_total [1-9]/m);
  expect(text).toMatch(/^koppel_database_connections\{role="ledgerReader",state="most"\} [1-9]/m);
  expect(text).toMatch(/^koppel_home_free_bytes [1-9]/m);
});
