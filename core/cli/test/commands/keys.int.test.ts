import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readProfile } from '@koppel/local';
import { ownOin } from '../command-line.ts';
import { meetHub } from '../meet-hub.ts';

describe('koppel keys', () => {
  const path = `/v1/organisations/${ownOin}/keys`;

  test('add keeps the private key in a file for its owner only and registers the public one', async () => {
    const { hub, koppel } = await meetHub({ [`POST ${path}`]: { status: 201, body: { kid: 'a-kid' } } });
    const out = join(koppel.home, 'new.jwk');
    const whose = [ownOin, '--client', 'registry', '--scope', 'exchange'];
    const args = ['keys', 'add', ...whose, '--out', out, '--save-profile', 'registry'];
    expect(await koppel.run(args)).toMatchObject({ exitCode: 0 });
    const jwk = (hub.seen[0]?.body as { jwk?: Record<string, string> })?.jwk ?? {};
    expect(hub.seen[0]?.body).toMatchObject({ use: 'client', client: 'registry', scopes: ['exchange'] });
    expect(jwk['d']).toBeUndefined();
    expect(JSON.parse(await readFile(out, 'utf8'))).toMatchObject({ x: jwk['x'] });
    expect((await stat(out)).mode & 0o777).toBe(0o600);
    expect(await readProfile(koppel.home, 'registry')).toMatchObject({ client: 'registry', keyFile: out });
  });

  test('rotate registers and uses the new key before it revokes the old one', async () => {
    const { hub, koppel } = await meetHub();
    const old = JSON.parse(await readFile(join(koppel.home, 'keys/client.jwk'), 'utf8')) as { kid: string };
    const known = { keys: [{ kid: old.kid, scopes: ['exchange', 'ledger'] }] };
    hub.answer({
      [`GET ${path}`]: { body: known },
      [`POST ${path}`]: { status: 201, body: {} },
      [`DELETE ${path}/${old.kid}`]: { body: {} },
    });
    const { exitCode } = await koppel.run(['keys', 'rotate', '--yes']);
    expect(exitCode).toBe(0);
    expect(hub.seen.map(({ method }) => method)).toEqual(['GET', 'POST', 'DELETE']);
    expect(hub.seen[1]?.body).toMatchObject({ use: 'client', client: 'operator', scopes: ['exchange', 'ledger'] });
    expect((await readProfile(koppel.home, 'operator')).keyFile).not.toBe('keys/client.jwk');
  });

  test('rotate replaces a key of the hub itself, and tells what partners must know', async () => {
    const made = {
      kind: 'checkpoint',
      name: 'log',
      version: 2,
      state: 'coming',
      fingerprint: 'ab'.repeat(32),
      activeFrom: '2026-03-02T08:00:03.000Z',
      verifierKey: 'koppel.example/hub+1a2b3c4d+AQ==',
    };
    const { hub, koppel } = await meetHub({ 'POST /v1/hub-keys': { status: 201, body: made } });
    const { exitCode, output } = await koppel.run(['keys', 'rotate', 'checkpoint']);
    expect(exitCode).toBe(0);
    expect(hub.seen[0]?.body).toEqual({ kind: 'checkpoint', reason: 'routine' });
    expect(output).toContain('koppel.example/hub+1a2b3c4d+AQ==');
    await koppel.run(['keys', 'rotate', 'case', '--collaboration', 'north', '--compromised', '--yes']);
    expect(hub.seen[1]?.body).toEqual({ kind: 'case', collaboration: 'north', reason: 'compromised' });
  });

  test('rotate asks before it ends a key, and knows its kinds', async () => {
    const { hub, koppel } = await meetHub();
    expect(await koppel.run(['keys', 'rotate', 'token', '--compromised'])).toMatchObject({ exitCode: 2 });
    expect(await koppel.run(['keys', 'rotate', 'nothing'])).toMatchObject({ exitCode: 2 });
    expect(hub.seen).toEqual([]);
  });

  test('status shows the keys of the hub', async () => {
    const key = {
      kind: 'case',
      name: 'north',
      version: 2,
      state: 'active',
      fingerprint: 'ab'.repeat(32),
      activeFrom: '2026-03-02T08:00:03.000Z',
      verifierKey: null,
    };
    const { koppel } = await meetHub({ 'GET /v1/hub-keys': { body: { keys: [key] } } });
    const { output } = await koppel.run(['keys', 'status']);
    expect(output).toMatch(/case\/north\.2 +active +2026-03-02T08:00:03\.000Z +abababababababab/);
  });
});
