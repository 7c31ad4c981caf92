import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ownOin } from '../command-line.ts';
import { meetHub } from '../meet-hub.ts';

describe('koppel link', () => {
  test('grant writes credentials for their owner only', async () => {
    const { koppel } = await meetHub();
    const out = join(koppel.home, 'registry.creds');
    expect(await koppel.run(['link', 'grant', ownOin, 'registry', '--out', out])).toMatchObject({ exitCode: 0 });
    expect(await readFile(out, 'utf8')).toContain('BEGIN NATS USER JWT');
    expect((await stat(out)).mode & 0o777).toBe(0o600);
  });

  test('revoke withdraws every credential of a system and no other', async () => {
    const { koppel } = await meetHub();
    for (const client of ['registry', 'registry', 'other']) {
      await koppel.run(['link', 'grant', ownOin, client, '--out', join(koppel.home, `${client}.creds`)]);
    }
    const revoke = (client: string) => koppel.run(['link', 'revoke', ownOin, client, '--yes', '--json']);
    expect(JSON.parse((await revoke('registry')).output)).toMatchObject({ client: 'registry', revoked: 2 });
    expect(JSON.parse((await revoke('registry')).output)).toMatchObject({ revoked: 0 });
    expect(JSON.parse((await revoke('other')).output)).toMatchObject({ revoked: 1 });
  });

  test('renew adds credentials, and finishing the rotation ends those that were not renewed', async () => {
    const { koppel } = await meetHub();
    for (const client of ['registry', 'other'])
      await koppel.run([
        'link',
        'grant',
        ownOin,
        client,
        '--kind',
        'flow',
        '--out',
        join(koppel.home, `${client}.creds`),
      ]);
    const list = async () =>
      JSON.parse((await koppel.run(['link', 'list', '--json'])).output) as {
        clients: { client: string; kind: string; isCurrent: boolean }[];
      };
    await koppel.run(['keys', 'rotate', 'link']);
    expect((await list()).clients.map(({ isCurrent }) => isCurrent)).toEqual([false, false]);
    const renew = ['link', 'grant', ownOin, 'registry', '--renew', '--out', join(koppel.home, 'new.creds')];
    expect(await koppel.run(renew)).toMatchObject({ exitCode: 0 });
    expect(await koppel.run(['keys', 'rotate', 'link', '--finish'])).toMatchObject({ exitCode: 2 });
    const { output } = await koppel.run(['keys', 'rotate', 'link', '--finish', '--yes', '--json']);
    expect(JSON.parse(output)).toEqual({ version: 2, cutOff: 2 });
    expect((await list()).clients).toMatchObject([{ client: 'registry', kind: 'flow', isCurrent: true }]);
  });

  test('renew is for who has credentials', async () => {
    const { koppel } = await meetHub();
    const renew = ['link', 'grant', ownOin, 'nobody', '--renew', '--out', join(koppel.home, 'new.creds')];
    expect(await koppel.run(renew)).toMatchObject({ exitCode: 3 });
  });
});
