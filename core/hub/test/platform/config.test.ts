import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { readConfig } from '../../src/platform/config.ts';

const directory = mkdtempSync(join(tmpdir(), 'koppel-config-'));
afterAll(() => rmSync(directory, { recursive: true }));

const login = { user: 'koppel', password: 'secret' };
const roles = { owner: login, app: login, gate: login, ledgerWriter: login, ledgerReader: login };
const complete = {
  home: '/var/lib/koppel',
  issuer: 'http://127.0.0.1:8080',
  database: { roles },
  link: { kind: 'memory', adapters: [] },
};

function fileWith(value: unknown): string {
  const path = join(directory, `${Math.random()}.json`);
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));
  return path;
}

describe('the configuration', () => {
  test('takes the file over the defaults and the environment over both', () => {
    const config = readConfig({
      KOPPEL_CONFIG: fileWith({ ...complete, http: { port: 9000 }, nodeId: 'hub-7' }),
      KOPPEL__HTTP__PORT: '9001',
      KOPPEL__DATABASE__POOL_SIZE: '3',
      KOPPEL__ROOMS: '["ledger"]',
    });
    expect(config.http).toEqual({ host: '127.0.0.1', port: 9001 });
    expect(config).toMatchObject({ nodeId: 'hub-7', rooms: ['ledger'], database: { poolSize: 3, port: 5432 } });
  });

  test('reads a value from the file that the environment names, as text without its last line break', () => {
    const file = join(directory, 'password');
    writeFileSync(file, '12345\n');
    const name = 'KOPPEL__DATABASE__ROLES__LEDGER_WRITER__PASSWORD__FILE';
    const config = readConfig({ KOPPEL_CONFIG: fileWith(complete), [name]: file });
    expect(config.database.roles.ledgerWriter).toEqual({ user: 'koppel', password: '12345' });
    const absent = { KOPPEL_CONFIG: fileWith(complete), [name]: join(directory, 'absent') };
    expect(() => readConfig(absent)).toThrow(/absent that KOPPEL__DATABASE.*cannot be read/);
  });

  test.each([
    [['10.0.0.0/8', '192.168.1.1', 'fd00::/8', 'loopback'], true],
    [['proxy.example'], false],
    [['10.0.0.0/33'], false],
    [['300.0.0.1'], false],
    [['*'], false],
  ])('trusts proxies by address or network: %j is right: %s', (trustedProxies, isRight) => {
    const read = () => readConfig({ KOPPEL_CONFIG: fileWith({ ...complete, http: { trustedProxies } }) });
    if (isRight) expect(read().http.trustedProxies).toEqual(trustedProxies);
    else expect(read).toThrow(/trustedProxies/);
  });

  test('tells all its faults at once, each with its path', () => {
    const read = () =>
      readConfig({ KOPPEL_CONFIG: fileWith({ ...complete, http: { port: 'x' }, colour: 'red', home: '' }) });
    expect(read).toThrow(/\/http\/port[^]*/);
    try {
      read();
    } catch (error) {
      expect((error as Error).message).toMatch(/colour/);
      expect((error as Error).message).toMatch(/\/home/);
    }
  });

  test('takes a certificate in place of the password of a login, and only with encryption', () => {
    const gate = { user: 'koppel_gate', certificateFile: '/run/gate.crt', keyFile: '/run/gate.key' };
    const database = { roles: { ...roles, gate }, tls: { authoritiesFile: '/run/ca.crt' } };
    const read = (change: object) => () =>
      readConfig({ KOPPEL_CONFIG: fileWith({ ...complete, database: { ...database, ...change } }) });
    expect(read({})().database.roles.gate).toEqual(gate);
    expect(read({ tls: undefined })).toThrow(/\/database\/roles\/gate/);
    expect(read({ roles: { ...roles, gate: { ...gate, password: 'secret' } } })).toThrow(/\/database\/roles\/gate/);
    expect(read({ tls: { authoritiesFile: '/run/ca.crt', rejectUnauthorized: false } })).toThrow(/\/database\/tls/);
  });

  test('never repeats a value, which may be a password', () => {
    const password = 'correct-horse-battery';
    const faulty = { ...complete, database: { roles: { ...roles, app: { user: 5, password } } } };
    expect(() => readConfig({ KOPPEL_CONFIG: fileWith(faulty) })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(password) }),
    );
  });

  test('names a file that is not there or is no JSON', () => {
    expect(() => readConfig({ KOPPEL_CONFIG: join(directory, 'absent.json') })).toThrow(/absent\.json.*cannot be read/);
    expect(() => readConfig({ KOPPEL_CONFIG: fileWith('{') })).toThrow(/not JSON/);
  });
});
