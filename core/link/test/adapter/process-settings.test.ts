import { expect, test } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KoppelError } from '@koppel/contract';
import { readProcessSettings } from '../../src/adapter/process-settings.ts';

test('All that is missing in the environment is told at once', () => {
  const read = (): unknown => readProcessSettings({ KOPPEL_LINK_CREDENTIALS: '/does/not/exist' });
  try {
    read();
  } catch (error) {
    const { faults } = (error as KoppelError).details;
    const names = ['KOPPEL_LINK_SERVERS', 'KOPPEL_LINK_CREDENTIALS', 'KOPPEL_ADAPTER_CONFIG'];
    expect(faults?.map(({ path }) => path)).toEqual(names);
  }
  expect(read).toThrow(expect.objectContaining({ code: 'config.invalid' }));
});

test('Servers, credentials, configuration and secrets are read where the environment says', () => {
  const directory = mkdtempSync(join(tmpdir(), 'koppel-test-settings-'));
  const path = (name: string): string => join(directory, name);
  writeFileSync(path('creds'), 'secret text');
  writeFileSync(path('config.json'), '{"a":1}');
  writeFileSync(path('token'), 'hush\n');
  const settings = readProcessSettings({
    KOPPEL_LINK_SERVERS: 'nats://a:4222,nats://b:4222',
    KOPPEL_LINK_CREDENTIALS: path('creds'),
    KOPPEL_ADAPTER_CONFIG: path('config.json'),
    KOPPEL_SECRETS: directory,
  });
  expect(settings).toMatchObject({
    servers: ['nats://a:4222', 'nats://b:4222'],
    credentials: 'secret text',
    config: { a: 1 },
  });
  expect(settings.findSecret('token')).toBe('hush');
  expect(settings.findSecret('absent')).toBeUndefined();
  rmSync(directory, { recursive: true });
});

test('An evidence key is read from its file, and a file without one is a fault like the others', () => {
  const directory = mkdtempSync(join(tmpdir(), 'koppel-test-settings-'));
  const path = (name: string): string => join(directory, name);
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(path('creds'), 'secret text');
  writeFileSync(path('config.json'), '{}');
  writeFileSync(path('key.jwk'), JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid: 'a-kid' }));
  const environment = {
    KOPPEL_LINK_SERVERS: 'nats://a:4222',
    KOPPEL_LINK_CREDENTIALS: path('creds'),
    KOPPEL_ADAPTER_CONFIG: path('config.json'),
  };
  expect(readProcessSettings(environment).evidence).toBeUndefined();
  const signing = { ...environment, KOPPEL_EVIDENCE_KEY: path('key.jwk'), KOPPEL_EVIDENCE_DIR: path('kept') };
  const { evidence } = readProcessSettings(signing);
  expect(evidence?.signer.keyId).toBe('a-kid');
  expect(evidence?.folder?.fileOf('one')).toBe(join(path('kept'), 'one.json'));
  const wrong = { ...signing, KOPPEL_EVIDENCE_KEY: path('config.json') };
  expect(() => readProcessSettings(wrong)).toThrow(/KOPPEL_EVIDENCE_KEY must be/);
  rmSync(directory, { recursive: true });
});

test('A collector and a port for health are there when they are asked for, and what is none of them is a fault', () => {
  const directory = mkdtempSync(join(tmpdir(), 'koppel-test-settings-'));
  const file = join(directory, 'file.json');
  writeFileSync(file, '{"authorization":"Bearer t"}');
  const environment = {
    KOPPEL_LINK_SERVERS: 'nats://a:4222',
    KOPPEL_LINK_CREDENTIALS: file,
    KOPPEL_ADAPTER_CONFIG: file,
  };
  expect(readProcessSettings(environment)).not.toHaveProperty('health');
  expect(readProcessSettings(environment)).not.toHaveProperty('traces');
  const endpoint = 'https://collector.example/v1/traces';
  const asked = { KOPPEL_HEALTH_PORT: '9464', KOPPEL_TRACES_ENDPOINT: endpoint, KOPPEL_TRACES_HEADERS: file };
  expect(readProcessSettings({ ...environment, ...asked })).toMatchObject({
    health: { host: '127.0.0.1', port: 9464 },
    traces: { endpoint, headers: { authorization: 'Bearer t' } },
  });
  for (const wrong of [
    { KOPPEL_HEALTH_PORT: '70000' },
    { KOPPEL_HEALTH_PORT: 'x' },
    { KOPPEL_TRACES_ENDPOINT: 'ftp://a' },
    { KOPPEL_TRACES_ENDPOINT: endpoint, KOPPEL_TRACES_HEADERS: '/does/not/exist' },
  ]) {
    expect(() => readProcessSettings({ ...environment, ...wrong })).toThrow(Object.keys(wrong).at(-1));
  }
  rmSync(directory, { recursive: true });
});
