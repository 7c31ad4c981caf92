import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { hubRoles, isSafeForProduction } from '@koppel/local';
import { Ajv } from 'ajv';
import { DCLinter } from 'dclint';
import { deployFolder, readText } from '../support/deploy-files.ts';
import { readComposeFile, secretPathsOf, type ComposeFile, type Service } from './compose-file.ts';

const path = join(deployFolder, 'compose/compose.yaml');
/** PostgreSQL 15 is the oldest that the hub takes; its image and ours name the version exactly. */
const oldestPostgres = 15;
const ours = 'koppel:local';

let compose: ComposeFile;
let services: [string, Service][];

beforeAll(async () => {
  compose = await readComposeFile();
  services = Object.entries(compose.services);
});

const schema = (): object => {
  const folder = join(createRequire(import.meta.url).resolve('dclint/package.json'), '../schemas');
  // It names its dialect in a way that Ajv does not know it by; it is draft 7, Ajv's own.
  const { $schema: _dialect, ...rest } = JSON.parse(readFileSync(join(folder, 'compose.schema.json'), 'utf8'));
  return rest;
};

interface LintResult {
  readonly messages: readonly { readonly line: number; readonly message: string }[];
}

const tagOf = (image = ''): string => /:(\d+[.\d]*)/.exec(image)?.[1] ?? '';
const serviceOf = (name: string): Service => compose.services[name] ?? {};

describe('the compose file', () => {
  test('is what the Compose Specification allows', () => {
    const ajv = new Ajv({ strict: false, validateFormats: false });
    const validate = ajv.compile(schema());
    validate(compose);
    expect(validate.errors).toBeNull();
    validate({ ...compose, services: { hub: { imagee: 'koppel' } } });
    expect(validate.errors).not.toBeNull();
  });

  test('breaks no rule of good practice', () => {
    const rules = {
      'no-duplicate-container-names': 2,
      'no-duplicate-exported-ports': 2,
      'no-unbound-port-interfaces': 2,
      'no-version-field': 2,
      'require-project-name-field': 2,
      'require-quotes-in-ports': [2, { quoteType: 'double' }],
      'service-keys-order': 0,
      'no-build-and-image': 0,
      'service-image-require-explicit-tag': 2,
      'services-alphabetical-order': 2,
      'top-level-properties-order': 0,
    } satisfies Record<string, unknown>;
    const results: readonly LintResult[] = new DCLinter({ rules, quiet: true, debug: false, exclude: [] }).lintFiles(
      [path],
      false,
    );
    expect(results.flatMap(({ messages }) => messages.map(({ line, message }) => `${line}: ${message}`))).toEqual([]);
  });

  test('publishes the gateways and nothing else, to this machine', () => {
    const published = services.filter(([, { ports = [] }]) => ports.length > 0).map(([name]) => name);
    expect(published).toEqual(['hub-1', 'hub-2']);
    for (const name of published) expect(serviceOf(name).ports?.[0]).toMatch(/^127\.0\.0\.1:\d+:8080$/);
  });

  test('takes no message server older than the advisories allow, and no PostgreSQL older than the hub takes', () => {
    expect(isSafeForProduction(tagOf(serviceOf('nats').image))).toBe(true);
    expect(Number.parseInt(tagOf(serviceOf('postgres').image), 10)).toBeGreaterThanOrEqual(oldestPostgres);
  });

  test('looks after the health of everything', () => {
    expect(services.filter(([, { healthcheck }]) => !healthcheck).map(([name]) => name)).toEqual([]);
  });

  test('asks an adapter how it is at the port that it is given', () => {
    for (const [name, { environment = {}, healthcheck }] of services.filter(([one]) => one.startsWith('adapter-'))) {
      const port = environment['KOPPEL_HEALTH_PORT'];
      expect([name, healthcheck?.test.at(-1)]).toEqual([
        name,
        expect.stringContaining(`127.0.0.1:${port}/health/live`),
      ]);
    }
  });

  test('keeps what a witness remembers on a volume of its own', () => {
    const witnesses = services.filter(([, { environment }]) => environment?.['KOPPEL_WITNESS_DIR']);
    const places = witnesses.map(([, { environment = {}, volumes = [] }]) =>
      volumes.find((volume) => `${environment['KOPPEL_WITNESS_DIR']}/`.startsWith(`${volume.split(':')[1]}/`)),
    );
    expect(witnesses.map(([name]) => name)).toEqual(['adapter-municipality', 'adapter-police', 'adapter-tax']);
    expect(new Set(places.map((place) => place?.split(':')[0])).size).toBe(3);
    for (const place of places) expect(Object.keys(compose.volumes)).toContain(place?.split(':')[0]);
  });

  test('gives what is ours no right that it does not need', () => {
    const own = services.filter(([, { image }]) => image === ours);
    expect(own).toHaveLength(6);
    for (const [name, service] of own) {
      expect([name, service]).toEqual([
        name,
        expect.objectContaining({
          user: 'node',
          read_only: true,
          cap_drop: ['ALL'],
          security_opt: ['no-new-privileges:true'],
        }),
      ]);
    }
  });

  test('runs programs that there are', async () => {
    for (const [, { image, command }] of services.filter(([, service]) => service.image === ours)) {
      expect([image, await readText(command?.[0] ?? '')]).toEqual([ours, expect.stringContaining('import')]);
    }
  });

  test('reads every secret from a file that the service is given, and has none in its environment', () => {
    for (const [name, service] of services) {
      const environment = Object.entries(service.environment ?? {});
      const named = environment.map(([, value]) => value).filter((value) => value.startsWith('/run/secrets/'));
      expect([name, secretPathsOf(service)]).toEqual([name, expect.arrayContaining(named)]);
      const secret = environment.filter(([key]) => /PASSWORD|SECRET|TOKEN|KEY/.test(key));
      expect(secret.filter(([, value]) => !value.startsWith('/run/secrets'))).toEqual([]);
    }
  });

  test('declares what it uses and uses what it declares', () => {
    const used = (kind: 'secrets' | 'configs') =>
      new Set(
        services
          .flatMap(([, service]) => service[kind] ?? [])
          .map((one) => (typeof one === 'string' ? one : one.source)),
      );
    expect([...used('secrets')].toSorted()).toEqual(Object.keys(compose.secrets).toSorted());
    expect([...used('configs')].toSorted()).toEqual(Object.keys(compose.configs).toSorted());
    for (const { file } of Object.values(compose.configs)) {
      expect(readFileSync(join(deployFolder, 'compose', file), 'utf8')).not.toBe('');
    }
  });

  test('makes the logins that the hub knows, and those only', async () => {
    const made = [...(await readText('deploy/compose/logins.sh')).matchAll(/^create (\w+) (\S+)$/gm)];
    expect(made.map(([, login]) => login)).toEqual(Object.values(hubRoles));
    for (const [, , secret] of made) expect(compose.secrets[secret ?? '']).toBeDefined();
  });
});

describe('the image', () => {
  test('is built from folders that there are, and holds all of what runs in it', async () => {
    const lines = (await readText('deploy/compose/Dockerfile')).split('\n');
    const copied = lines.filter((line) => /^COPY (?!--)/.test(line)).flatMap((line) => line.split(' ').slice(1, -1));
    const manifest = JSON.parse(await readText('package.json')) as { workspaces: string[] };
    expect(manifest.workspaces.map((pattern) => pattern.split('/')[0])).toEqual([
      ...new Set(copied.filter((file) => !file.startsWith('package')).map((file) => file.split('/')[0])),
    ]);
    for (const [, { command }] of services.filter(([, service]) => service.image === ours)) {
      expect(copied).toContain(command?.[0]?.split('/')[0]);
    }
  });

  test('runs as somebody without rights, on a Node that the packages take', async () => {
    const text = await readText('deploy/compose/Dockerfile');
    expect(text).toMatch(/^USER node$/m);
    expect(text.match(/^FROM node:24-bookworm-slim/gm)).toHaveLength(2);
  });
});
