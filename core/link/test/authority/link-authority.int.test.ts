import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { cp, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode, type User } from '@nats-io/jwt';
import { connectLinkClient, createLinkAuthority, pushAccounts, type LinkAuthority } from '@koppel/link';
import { startNatsServer } from '@koppel/local';
import { startTestNats, testNatsBinary, waitUntil } from '@koppel/testkit';
import { codeOf, registry, requester } from '../contract/link-world.ts';
import { RawClient } from '../support/raw-client.ts';

let directory: string;
let authority: LinkAuthority;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'koppel-test-authority-'));
  authority = await createLinkAuthority(directory);
});

afterEach(() => rm(directory, { recursive: true, force: true }));

const claimsIn = (credentials: string) => decode<User>(/eyJ\S+/.exec(credentials)?.[0] ?? '');

describe('The authority', () => {
  test('keeps what it knows in files that only their owner can read', async () => {
    await authority.grantLink({ ...registry, kind: 'adapter' });
    await authority.revokeLink(registry);
    const entries = await readdir(directory, { recursive: true });
    expect(entries.length).toBeGreaterThan(6);
    for (const entry of entries) {
      const { mode } = await stat(join(directory, entry));
      expect(mode & 0o077).toBe(0);
    }
  });

  test('opens with the same keys, and passes over what a crash left half written', async () => {
    await authority.grantLink({ ...registry, kind: 'adapter' });
    await writeFile(join(directory, 'grants', 'UABC.json.0b8f'), '{"oin":');
    const again = await createLinkAuthority(directory);
    expect(again.systemAccountKey()).toBe(authority.systemAccountKey());
    expect(await again.listLinks()).toEqual(await authority.listLinks());
  });

  test('signs credentials for ordinary connections, with one answer per question and what kind they are', async () => {
    const { name, nats } = claimsIn(await authority.grantLink({ ...registry, kind: 'flow' }));
    expect(name).toBe(`${registry.oin}-${registry.client}`);
    expect(nats).toMatchObject({
      allowed_connection_types: ['STANDARD'],
      resp: { max: 1, ttl: 120_000_000_000 },
      tags: ['kind:flow'],
    });
  });

  test('refuses to sign for an address that would widen the permissions', async () => {
    const wide = { oin: registry.oin, client: '>', kind: 'adapter' } as const;
    expect(await codeOf(authority.grantLink(wide))).toBe('request.invalid');
    expect(await authority.listLinks()).toEqual([]);
  });

  test('never makes a key again that is lost: a new one would cut off everybody', async () => {
    await authority.grantLink({ ...registry, kind: 'adapter' });
    await rm(join(directory, 'keys', 'link.seed'));
    expect(await codeOf(createLinkAuthority(directory))).toBe('config.invalid');
    expect(await readdir(join(directory, 'keys'))).not.toContain('link.seed');
  });

  test('of before signing keys could be replaced goes on, and what it signed is renewed like the rest', async () => {
    await rm(join(directory, 'keys', 'link-signing.1.seed'));
    const former = await createLinkAuthority(directory);
    await former.grantLink({ ...registry, kind: 'adapter' });
    const [grant] = await former.listLinks();
    if (!grant) throw new Error('there is a grant');
    expect(former.isCurrent(grant)).toBe(true);
    expect(await former.rotateSigningKey()).toBe(1);
    expect(former.isCurrent(grant)).toBe(false);
    await former.endFormerSigningKeys();
    expect(await former.listLinks()).toEqual([]);
  });

  test('revokes every credential of one client, and none of another', async () => {
    await authority.grantLink({ ...registry, kind: 'adapter' });
    await authority.grantLink({ ...registry, kind: 'adapter' });
    await authority.grantLink({ ...requester, kind: 'flow' });
    expect(await authority.revokeLink(registry)).toBe(2);
    expect((await authority.listLinks()).map(({ client }) => client)).toEqual([requester.client]);
  });
});

describe('A revocation', () => {
  test('disconnects a client within a second of the push, without a reload, and leaves the others alone', async () => {
    const nats = await startTestNats();
    const { url } = nats.server;
    const credentials = await nats.authority.grantLink({ ...registry, kind: 'adapter' });
    const revoked = await RawClient.connect(url, credentials);
    const other = await RawClient.connect(url, await nats.authority.grantLink({ ...requester, kind: 'flow' }));
    await nats.authority.revokeLink(registry);
    await pushAccounts(nats.authority, url);
    const startedAt = performance.now();
    await revoked.connection.closed();
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    await expect(RawClient.connect(url, credentials)).rejects.toThrow(
      /AUTHORIZATION_VIOLATION|Authorization Violation/,
    );
    await other.connection.flush();
    const renewed = await RawClient.connect(url, await nats.authority.grantLink({ ...registry, kind: 'adapter' }));
    await Promise.all([other.close(), renewed.close()]);
    await nats.close();
  });

  test('outlives the server, and binds a server that was down', async () => {
    const nats = await startTestNats();
    const credentials = await nats.authority.grantLink({ ...registry, kind: 'adapter' });
    await nats.server.stop();
    await nats.authority.revokeLink(registry);
    expect(await codeOf(pushAccounts(nats.authority, nats.server.url))).toBe('link.unavailable');
    const options = { binary: testNatsBinary(), authority: nats.authority, directory: join(nats.directory, 'server') };
    const server = await startNatsServer(options);
    await expect(RawClient.connect(server.url, credentials)).rejects.toThrow(/AUTHORIZATION_VIOLATION|Authorization/);
    await server.stop();
    await nats.close();
  });

  test('is seen by the client as a refusal, while it keeps trying', async () => {
    const nats = await startTestNats();
    const credentials = await nats.authority.grantLink({ ...registry, kind: 'adapter' });
    const client = await connectLinkClient({ servers: nats.server.url, credentials });
    await nats.authority.revokeLink(registry);
    await pushAccounts(nats.authority, nats.server.url);
    await waitUntil(() => client.status === 'denied', 'the client is told that it is refused');
    expect(await codeOf(client.register({} as never))).toBe('link.unavailable');
    expect(await codeOf(connectLinkClient({ servers: nats.server.url, credentials }))).toBe('link.denied');
    await client.close();
    await nats.close();
  });
});

describe('A rotation of the signing key', () => {
  test('cuts nobody off until it is finished, and then only who was not renewed', async () => {
    const nats = await startTestNats();
    const { authority: issuer, server } = nats;
    const old = { registry: await issuer.grantLink({ ...registry, kind: 'adapter' }), requester: '' };
    old.requester = await issuer.grantLink({ ...requester, kind: 'flow' });
    const [late, early] = [
      await RawClient.connect(server.url, old.registry),
      await RawClient.connect(server.url, old.requester),
    ];
    expect(await issuer.rotateSigningKey()).toBe(2);
    await pushAccounts(issuer, server.url);
    const credentials = await issuer.grantLink({ ...requester, kind: 'flow' });
    const renewed = await RawClient.connect(server.url, credentials);
    const again = await RawClient.connect(server.url, old.requester);
    for (const client of [late, early, renewed, again]) await client.connection.flush();
    await early.close();

    await issuer.endFormerSigningKeys();
    await pushAccounts(issuer, server.url);
    await Promise.all([late.connection.closed(), again.connection.closed()]);
    for (const ended of [old.registry, old.requester])
      await expect(RawClient.connect(server.url, ended)).rejects.toThrow(
        /AUTHORIZATION_VIOLATION|Authorization Violation/,
      );
    await renewed.connection.flush();

    await issuer.revokeLink(requester);
    await pushAccounts(issuer, server.url);
    await renewed.connection.closed();
    await expect(RawClient.connect(server.url, credentials)).rejects.toThrow(/AUTHORIZATION_VIOLATION|Authorization/);
    await nats.close();
  });

  test('makes a stolen signing key worthless once it is finished', async () => {
    const nats = await startTestNats();
    const { authority: issuer, server } = nats;
    await cp(join(nats.directory, 'authority'), join(nats.directory, 'stolen'), { recursive: true });
    await issuer.rotateSigningKey();
    const thief = await createLinkAuthority(join(nats.directory, 'stolen'));
    const forged = await thief.grantLink({ ...registry, kind: 'adapter' });
    const client = await RawClient.connect(server.url, forged);
    await issuer.endFormerSigningKeys();
    await pushAccounts(issuer, server.url);
    await client.connection.closed();
    await expect(RawClient.connect(server.url, forged)).rejects.toThrow(/AUTHORIZATION_VIOLATION|Authorization/);
    expect(await readdir(join(nats.directory, 'authority', 'keys'))).not.toContain('link-signing.1.seed');
    await nats.close();
  });

  test('outlives the server and the authority', async () => {
    const nats = await startTestNats();
    await nats.authority.rotateSigningKey();
    const again = await createLinkAuthority(join(nats.directory, 'authority'));
    await nats.server.stop();
    const server = await startNatsServer({
      binary: testNatsBinary(),
      authority: again,
      directory: join(nats.directory, 'server'),
    });
    const client = await RawClient.connect(server.url, await again.grantLink({ ...registry, kind: 'adapter' }));
    expect(client.connection.isClosed()).toBe(false);
    await client.close();
    await server.stop();
    await nats.close();
  });
});
