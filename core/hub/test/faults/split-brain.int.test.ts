import { findFreePort } from '@koppel/local';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connectLinkClient } from '@koppel/link';
import { verifyExport } from '@koppel/ledger';
import { waitUntil } from '@koppel/testkit';
import { join } from 'node:path';
import { startHub, type Hub } from '../../src/hub.ts';
import { checkConfig } from '../../src/platform/config.ts';
import { roomNames, type HubConfig } from '../../src/platform/config.schema.ts';
import { findResidents, oins } from '../fixtures.ts';
import { ask, type Answer, type Question } from '../gateway/door.ts';
import { databaseConfigOf } from '../hub-database.ts';
import { aManifest } from '../manifests.ts';
import { Region } from '../region.ts';

import { mayReadAgreements, without } from './outage.ts';
import { bodyFor, Witness } from './witness.ts';

/** Two whole hubs on one database who cannot hear each other: every broadcast between them is lost. */
let region: Region;
let witness: Witness;
let other: Hub;

const bindsWithinMs = 2000;

beforeAll(async () => {
  region = await Region.open({ config: { bus: { kind: 'memory' } } });
  other = await startHub(await configOfOther(), { log: region.log });
  witness = await Witness.of(region);
});
afterAll(async () => {
  await other?.stop();
  await region?.close();
});

async function configOfOther(): Promise<HubConfig> {
  const { home, url: issuer, database, nats } = region;
  return checkConfig({
    origin: 'koppel.test/hub',
    nodeId: `hub-${randomUUID().slice(0, 8)}`,
    home,
    issuer,
    http: { host: '127.0.0.1', port: await findFreePort() },
    database: databaseConfigOf(database),
    bus: { kind: 'memory' },
    link: { kind: 'nats', url: nats.server.url, credentialsFile: join(home, 'edge.creds') },
    rooms: [...roomNames],
    plugins: [],
    limits: { requestsPerSecondPerClient: 10_000, tokensPerMinutePerAddress: 1000, inFlight: 2000 },
    logLevel: 'silent',
  });
}

const askOther = (agreement: string, headers: Question['headers'] = {}): Promise<Answer> =>
  ask(String(other.url), witness.question(bodyFor(agreement), headers));

const suspend = (agreement: string): Promise<unknown> =>
  region.provider.post(`/v1/agreements/${agreement}/suspension`, { reason: 'Advice of the committee' });

test('a suspension on one binds on the other within 2 seconds, and a resumption at once', async () => {
  const { agreement } = await region.agree();
  expect((await askOther(agreement.id)).status).toBe(200);
  await suspend(agreement.id);
  const suspendedAt = performance.now();
  const isRefused = async () => (await askOther(agreement.id)).code === 'agreement.suspended';
  await waitUntil(isRefused, 'the other one refuses', bindsWithinMs);
  expect(performance.now() - suspendedAt).toBeLessThan(bindsWithinMs);
  await region.provider.post(`/v1/agreements/${agreement.id}/resumption`, { reason: 'The committee is satisfied' });
  expect((await askOther(agreement.id)).status).toBe(200);
});

test('one that cannot read the agreements releases nothing once it has not for 2 seconds', async () => {
  const { agreement } = await region.agree();
  expect((await askOther(agreement.id)).status).toBe(200);
  await without(region.database, mayReadAgreements, async () => {
    await suspend(agreement.id);
    const suspendedAt = performance.now();
    const isStale = async () => (await askOther(agreement.id)).code === 'gate.stale';
    await waitUntil(isStale, 'the other one has no fresh view', bindsWithinMs + 500);
    expect(performance.now() - suspendedAt).toBeLessThan(bindsWithinMs + 500);
    const asked = region.questions.length;
    const { status, headers } = await askOther(agreement.id);
    expect([status, Number(headers['retry-after']) > 0, region.questions.length]).toEqual([503, true, asked]);
  });
  await waitUntil(async () => (await askOther(agreement.id)).code === 'agreement.suspended', 'it sees again');
});

test('an adapter that registers with one becomes known to the other', async () => {
  const credentials = await region.nats.authority.grantLink({ oin: oins.provider, client: 'counts', kind: 'adapter' });
  const link = await connectLinkClient({ servers: region.nats.server.url, credentials });
  const operation = 'municipality.count-residents';
  await link.register(aManifest({ id: 'counts', operations: [{ ...findResidents, name: operation }] }));
  await link.close();
  const headers = { authorization: `Bearer ${witness.token}` };
  const isKnownAt = async (url: string) => (await ask(url, { path: '/v1/adapters', headers })).text.includes(operation);
  const both = [region.url, String(other.url)];
  const areAllAware = async () => (await Promise.all(both.map(isKnownAt))).every(Boolean);
  await expect(waitUntil(areAllAware, 'both know the adapter', 15_000)).resolves.toBeUndefined();
});

test('an idempotency key that one answered is not answered by the other', async () => {
  const { agreement } = await region.agree();
  const headers = { 'Idempotency-Key': randomUUID() };
  const first = await witness.see(witness.question(bodyFor(agreement.id), headers));
  const second = await askOther(agreement.id, headers);
  expect([first.status, second.status, second.code]).toEqual([200, 409, 'exchange.already-answered']);
  const both = { 'Idempotency-Key': randomUUID() };
  const asked = region.questions.length;
  const race = await Promise.all([
    witness.seeAnswer(witness.question(bodyFor(agreement.id), both)),
    askOther(agreement.id, both),
  ]);
  expect(new Set(race.map(({ status }) => status))).toEqual(new Set([200, 409]));
  expect(region.questions).toHaveLength(asked + 1);
});

test('both write one ledger, which verifies', async () => {
  const { agreement } = await region.agree();
  await askOther(agreement.id);
  const before = (await region.ledger()).length;
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_none, index) =>
      index % 2 === 0 ? askOther(agreement.id) : witness.seeAnswer(witness.question(bodyFor(agreement.id))),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
  expect(await region.ledger()).toHaveLength(before + 40);
  const lines = await region.requester.stream('/v1/ledger/export');
  await expect(verifyExport(lines)).resolves.toMatchObject({ isGood: true, faults: 0 });
});
