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
});
