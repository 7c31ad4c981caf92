import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { deployFolder, readText, repositoryRoot } from '../support/deploy-files.ts';
import { systemdAnalyze } from '../support/systemd-analyze.ts';

const units = ['koppel-adapter@.service', 'koppel-flows@.service', 'koppel-hub@.service'];
/** What systemd calls "OK" ends at 5; a service that only writes its own state needs far less. */
const mostExposure = 1.5;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'koppel-test-units-'));
  await cp(join(deployFolder, 'systemd'), folder, { recursive: true });
  for (const unit of units) {
    const file = join(folder, unit);
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll('/opt/koppel/', `${repositoryRoot}/`));
  }
});
afterAll(() => rm(folder, { recursive: true }));

const settingsOf = (text: string, name: string): string[] =>
  [...text.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, value = '']) => value);

test('every unit is looked at', async () => {
  expect((await readdir(join(deployFolder, 'systemd'))).filter((file) => file.endsWith('.service'))).toEqual(units);
});

describe.each(units)('%s', (unit) => {
  test('is what systemd understands', async () => {
    expect(await systemdAnalyze('verify', '--man=no', join(folder, unit))).toEqual({ ok: true, output: '' });
  });

  test('exposes little of the machine', async () => {
    const { output } = await systemdAnalyze('security', '--offline=true', join(folder, unit));
    const level = Number(/Overall exposure level for \S+ ([0-9.]+)/.exec(output)?.[1]);
    expect(level).toBeGreaterThan(0);
    expect(level).toBeLessThanOrEqual(mostExposure);
  });

  test('is locked down, ends within its time, and comes back after a fault only', async () => {
    const text = await readText(`deploy/systemd/${unit}`);
    for (const line of ['NoNewPrivileges=yes', 'ProtectSystem=strict', 'DynamicUser=yes', 'Restart=on-failure']) {
      expect(text).toContain(`\n${line}\n`);
    }
    const [seconds] = settingsOf(text, 'TimeoutStopSec').map(Number);
    expect(seconds).toBeGreaterThan(10);
    expect(seconds).toBeLessThan(20);
  });

  test('hands over every secret as a credential, and names no other', async () => {
    const text = await readText(`deploy/systemd/${unit}`);
    const loaded = settingsOf(text, 'LoadCredential').map((value) => value.split(':')[0]);
    const used = [...text.matchAll(/%d\/([\w.-]+)/g)].map(([, name]) => name);
    expect(new Set(used)).toEqual(new Set(loaded));
  });

  test('runs a program that there is', async () => {
    const [command = ''] = settingsOf(await readText(`deploy/systemd/${unit}`), 'ExecStart');
    const program = command.split(' ')[1]?.replace('/opt/koppel/', '').replace('%i', 'tax') ?? '';
    expect(await readText(program)).toContain('import');
  });
});
