import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pushAccounts } from '@koppel/link';
import { createKeyPair } from '@koppel/local';
import { verifyExport } from '@koppel/ledger';
import { silentLog, waitUntil } from '@koppel/testkit';
import type { DataSource } from 'typeorm';
import { KeyRenewal } from '../../src/cases/renewal/key-renewal.ts';
import { connectDatabase } from '../../src/platform/data-source.ts';
import type { OrganisationKey } from '../../src/platform/actions.ts';
import type { HubKey } from '../../src/platform/hub-key-actions.ts';
import type { KeyKind } from '../../src/platform/keys/key-custody.ts';
import type { KeyRing } from '../../src/platform/keys/key-ring.ts';
import { openKeyRing } from '../../src/platform/keys/open-key-ring.ts';
import { roomNames } from '../../src/platform/config.schema.ts';
import { databaseConfigOf } from '../hub-database.ts';
import { listDisclosures } from '../ledger/list-disclosures.ts';
import { ProcessRegion } from '../process-region.ts';
import { toolsOver } from './renewal-tools.ts';
import { RotationLoad } from './rotation-load.ts';

const collaboration = 'example-region';
const newcomer = { oin: '00000009999000000077', client: 'visitor' };
const rest = roomNames.filter((room) => room !== 'gateway');

let place: ProcessRegion;
let load: RotationLoad;
let app: DataSource;
let ring: KeyRing;

beforeAll(async () => {
  place = await ProcessRegion.open({ nodes: [['gateway'], rest, rest] });
  app = await connectDatabase(databaseConfigOf(place.database), { role: 'app', poolSize: 2 });
  ring = await openKeyRing(place.region.home, app, { log: silentLog });
  const key = await createKeyPair();
  await place.region.register({ ...newcomer, key });
  const { agreement } = await place.region.agree();
  load = new RotationLoad(place);
  await load.start(agreement.id, { ...newcomer, key });
}, 120_000);

afterAll(async () => {
  await load?.stop();
  ring?.close();
  await app?.destroy();
  await place?.close();
}, 60_000);

const list = async (): Promise<readonly HubKey[]> =>
  (await place.region.operator.get<{ keys: HubKey[] }>('/v1/hub-keys')).keys;
const statesOf = async (kind: KeyKind): Promise<string[]> =>
  (await list()).filter((key) => key.kind === kind).map(({ state }) => state);

async function rotate(kind: KeyKind, reason = 'routine'): Promise<HubKey> {
  const whose = kind === 'checkpoint' || kind === 'token' ? {} : { collaboration };
  return place.region.operator.post<HubKey>('/v1/hub-keys', { kind, ...whose, reason });
}

/** The load goes on for a while under what there is now. */
async function goOn(): Promise<void> {
  const before = { ...load.done };
  const isFurther = (name: string) => (load.done[name] ?? 0) > (before[name] ?? 0) + 1;
  await waitUntil(() => Object.keys(before).every(isFurther), 'all kinds of work went on', 20_000);
}

async function readExport(): Promise<string[]> {
  let text = '';
  for await (const chunk of await place.region.operator.stream('/v1/ledger/export')) text += String(chunk);
  return text.split(/(?<=\n)/);
}

describe('while partners exchange, log in, work and search on three nodes', () => {
  test.each(['checkpoint', 'token', 'pseudonym', 'case', 'search'] as const)(
    'the %s key is rotated, and nobody notices',
    async (kind) => {
      await goOn();
      const made = await rotate(kind);
      await waitUntil(async () => (await statesOf(kind))[0] === 'active', 'the new key is in use', 20_000);
      await goOn();
      expect(made).toMatchObject({ kind, version: 2, state: 'coming' });
      expect(await statesOf(kind)).toEqual(['active', 'retired']);
      expect(load.failures).toEqual([]);
    },
    60_000,
  );

  test('checkpoints carry the signatures of both keys of the log', async () => {
    const isSignedByBoth = async () => {
      const note = await place.region.operator.get<string>('/v1/ledger/checkpoint');
      return note.split('\n').filter((line) => line.startsWith('— koppel.test/hub ')).length === 2;
    };
    await waitUntil(isSignedByBoth, 'a checkpoint has two signatures of the log');
    expect(await isSignedByBoth()).toBe(true);
  });

  test.each(['checkpoint', 'token'] as const)(
    'a compromised %s key ends, and nobody notices',
    async (kind) => {
      await rotate(kind, 'compromised');
      await waitUntil(async () => (await statesOf(kind))[1] === 'destroyed', 'the former key has ended', 30_000);
      await goOn();
      expect((await statesOf(kind))[0]).toBe('active');
      expect(load.failures).toEqual([]);
    },
    60_000,
  );

  test('a system replaces its own key: the next is registered and taken before the former is revoked', async () => {
    const { operator } = place.region;
    const keys = `/v1/organisations/${newcomer.oin}/keys`;
    const listOwn = async (): Promise<readonly OrganisationKey[]> =>
      (await operator.get<{ keys: readonly OrganisationKey[] }>(keys)).keys;
    const [former] = await listOwn();
    const next = await createKeyPair();
    const body = { use: 'client', client: newcomer.client, scopes: former?.scopes, jwk: next.publicJwk };
    await operator.post(keys, body);
    await goOn();
    load.takeKey({ ...newcomer, key: next });
    await goOn();
    await operator.send({ method: 'DELETE', path: `${keys}/${former?.kid}` });
    await goOn();
    expect((await listOwn()).map(({ kid, status }) => `${kid} ${status}`).toSorted()).toEqual(
      [`${former?.kid} revoked`, `${next.kid} active`].toSorted(),
    );
    expect(load.failures).toEqual([]);
  }, 60_000);

  test('credentials of the link are signed by a new key, and everybody is asked and answered meanwhile', async () => {
    const { nats } = place.region;
    const former = place.region.adapter;
    await nats.authority.rotateSigningKey();
    await pushAccounts(nats.authority, nats.server.url);
    await goOn();
    // The next process of the same adapter, with a credential of the new key, beside the one that it takes over from.
    await place.region.connectAdapter();
    await goOn();
    await former?.stop(10_000);
    await goOn();
    await nats.authority.endFormerSigningKeys();
    await pushAccounts(nats.authority, nats.server.url);
    await goOn();
    expect(load.failures).toEqual([]);
  }, 90_000);

  test('what was made under former keys is made anew, and these are destroyed', async () => {
    const renewal = new KeyRenewal({ tools: toolsOver(app, ring), ring, graceMs: 5000 });
    await waitUntil(
      async () => {
        await ring.look();
        await renewal.run();
        const former = [...(await statesOf('case')), ...(await statesOf('search'))];
        const [left] = await place.database.query<{ count: string }>(
          'SELECT count(*) FROM process_token WHERE key_version = 1',
        );
        return former.join() === 'active,destroyed,active,destroyed' && left?.count === '0';
      },
      'nothing is left of the former keys',
      60_000,
    );
    await goOn();
    expect(load.failures).toEqual([]);
  }, 90_000);

  test('and in the end everything can be read, found and verified', async () => {
    await load.stop();
    await load.check();
    expect(load.failures).toEqual([]);
    expect(Object.values(load.done).every((count) => count > 10)).toBe(true);
    const lines = await readExport();
    const present = (await list()).find(({ kind, state }) => kind === 'checkpoint' && state === 'active');
    const report = await verifyExport(lines, { vkey: String(present?.verifierKey) });
    expect(report).toMatchObject({ isGood: true, findings: [] });
    const first = (await list()).find(({ kind, version }) => kind === 'checkpoint' && version === 1);
    const followed = await verifyExport(lines, { vkey: String(first?.verifierKey) });
    expect(followed).toMatchObject({ isGood: true, isKeyTrusted: true });
    const asked = (load.done['ask'] ?? 0) + (load.done['ask too'] ?? 0);
    expect(load.disclosuresSeen).toBeGreaterThan(0);
    const about = lines.filter((line) => line.includes('"type":"reply.released"')).length;
    expect(about).toBe(asked);
  }, 60_000);

  test('also after all nodes were started anew', async () => {
    await place.region.stop();
    await place.region.start();
    await load.check();
    expect(load.failures).toEqual([]);
    const disclosures = await listDisclosures(place.region.operator, { kind: 'bsn', value: '999990019' });
    const asked = (load.done['ask'] ?? 0) + (load.done['ask too'] ?? 0);
    expect(disclosures).toHaveLength(2 * asked);
  }, 60_000);
});
