import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, describe, test } from '@jest/globals';
import { ownOin } from '../command-line.ts';
import { meetHub } from '../meet-hub.ts';

const cluster = 'nats-1.hub.example,nats-2.hub.example';

describe('koppel nats config', () => {
  test('writes one configuration per server, and credentials of the hub once', async () => {
    const { koppel } = await meetHub();
    const out = join(koppel.home, 'out');
    const run = async () =>
      JSON.parse((await koppel.run(['nats', 'config', '--cluster', cluster, '--out', out, '--json'])).output);
    expect(await run()).toEqual({
      files: [
        join(out, 'nats-1.hub.example', 'nats-server.conf'),
        join(out, 'nats-2.hub.example', 'nats-server.conf'),
        join(out, 'hub', 'link.creds'),
        join(out, 'hub', 'bus.creds'),
      ],
    });
    expect((await run()).files).toHaveLength(2);
    const file = join(out, 'nats-2.hub.example', 'nats-server.conf');
    const text = await readFile(file, 'utf8');
    expect(text).toContain('server_name: "nats-2.hub.example-4222"');
    expect(text).toContain('"tls://nats-1.hub.example:6222"');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test('writes a leaf node with credentials of its own', async () => {
    const { koppel } = await meetHub();
    const out = join(koppel.home, 'out');
    const leaf = ['--leaf', 'north', '--oin', ownOin, '--organisations', ownOin];
    expect(await koppel.run(['nats', 'config', '--cluster', cluster, ...leaf, '--out', out])).toMatchObject({
      exitCode: 0,
    });
    expect(await readFile(join(out, 'north', 'leaf.creds'), 'utf8')).toContain('BEGIN NATS USER JWT');
    expect(await readFile(join(out, 'north', 'nats-server.conf'), 'utf8')).toContain('"tls://nats-1.hub.example:7422"');
  });

  test.each([
    ['a host that is none', ['--cluster', 'nats_1"']],
    ['a leaf node that serves nobody', ['--cluster', cluster, '--leaf', 'north', '--oin', ownOin]],
  ])('refuses %s', async (_title, options) => {
    const { koppel } = await meetHub();
    expect(await koppel.run(['nats', 'config', ...options, '--out', koppel.home])).toMatchObject({ exitCode: 2 });
  });
});
