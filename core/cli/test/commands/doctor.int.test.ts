import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { meetHub } from '../meet-hub.ts';

test('koppel doctor checks the machine and fails when secrets lie open', async () => {
  const { koppel } = await meetHub();
  const whole = await koppel.run(['doctor', '--json']);
  const { checks } = JSON.parse(whole.output) as { checks: { name: string; status: string }[] };
  expect(checks.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['node', 'disk', 'clock', 'nats-server', 'postgresql', 'port', 'permissions']),
  );
  await writeFile(join(koppel.home, 'keys', 'open.jwk'), '{}', { mode: 0o644 });
  const open = await koppel.run(['doctor']);
  expect(open).toMatchObject({ exitCode: 5, output: expect.stringContaining('open.jwk') });
});
