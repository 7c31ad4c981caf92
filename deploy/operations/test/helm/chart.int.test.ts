import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { isSafeForProduction } from '@koppel/local';
import { Ajv, type ValidateFunction } from 'ajv';
import * as apps from 'kubernetes-models/apps/v1';
import * as policy from 'kubernetes-models/policy/v1';
import * as core from 'kubernetes-models/v1';
import { deployFolder, readText, repositoryRoot } from '../support/deploy-files.ts';
import { runProgram } from '../support/run-program.ts';
import { merge, readValues, renderChart, type Manifest } from './render/render-chart.ts';

const chart = join(deployFolder, 'helm/koppel');
/** Everything that can be switched on. */
const all = {
  adapters: {
    tax: {
      secret: 'koppel-adapter-tax',
      config: { url: 'https://tax.example', clientId: 'k"<' },
      witness: { size: '100Mi' },
      tracesEndpoint: 'https://collector.example/v1/traces',
    },
  },
  flows: { signals: { secret: 'koppel-flows', configMap: 'signals', environment: { PURPOSE: 'true' } } },
  postgresql: { enabled: true },
};

interface Model {
  validate(): void;
}
type Kind = new (manifest: never) => Model;
const kinds: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'apps/v1': apps,
  'policy/v1': policy,
  v1: core,
};

let manifests: Manifest[];
let isValid: ValidateFunction;

beforeAll(async () => {
  manifests = await renderChart(chart, all);
  isValid = new Ajv({ strict: true, allowUnionTypes: true }).compile(
    JSON.parse(await readFile(join(chart, 'values.schema.json'), 'utf8')),
  );
});

const named = (kind: string): string[] =>
  manifests.filter((manifest) => manifest.kind === kind).map(({ metadata }) => metadata.name);
interface PodSpec {
  readonly containers: readonly { readonly securityContext?: unknown; readonly args?: readonly string[] }[];
  readonly securityContext?: unknown;
  readonly automountServiceAccountToken?: boolean;
}
const podsOf = (): [string, PodSpec][] =>
  manifests
    .filter(({ kind }) => kind === 'StatefulSet' || kind === 'Deployment')
    .map(({ metadata, spec }) => [metadata.name, (spec as { template: { spec: PodSpec } }).template.spec]);

describe('the values', () => {
  test('are what their schema says, as they are and with everything switched on', async () => {
    const values = await readValues(chart);
    expect([isValid(values), isValid.errors]).toEqual([true, null]);
    expect(isValid(merge(values, all))).toBe(true);
  });

  test.each([
    ['a word that nobody knows', { hubb: {} }],
    ['a moving tag', { image: { tag: 'latest' } }],
    ['an even number of message servers', { nats: { replicas: 2 } }],
    ['a link without encryption', { link: { servers: 'nats://nats:4222' } }],
    ['a database without encryption', { hub: { config: { database: { tls: null } } } }],
    ['encryption to whoever answers', { hub: { config: { database: { tls: { rejectUnauthorized: false } } } } }],
    ['the name of a node, which its pod gives', { hub: { config: { nodeId: 'hub-1' } } }],
  ])('may not hold %s', async (_title, change) => {
    expect(isValid(merge(await readValues(chart), change))).toBe(false);
  });

  test('name no message server older than the advisories allow', async () => {
    const { nats } = (await readValues(chart)) as { nats: { image: string } };
    expect(isSafeForProduction(/:(\d+[.\d]*)/.exec(nats.image)?.[1] ?? '')).toBe(true);
  });
});

describe('the chart', () => {
  test('has a workload for every part', () => {
    expect(named('StatefulSet')).toEqual(['koppel-hub', 'koppel-nats', 'koppel-postgresql']);
    expect(named('Deployment')).toEqual(['koppel-adapter-tax', 'koppel-flows-signals']);
  });

  test('leaves out what is switched off', async () => {
    const bare = await renderChart(chart, { nats: { enabled: false } });
    const workloads = bare.filter(({ kind }) => kind === 'StatefulSet' || kind === 'Deployment');
    expect(workloads.map(({ metadata }) => metadata.name)).toEqual(['koppel-hub']);
  });

  test('renders objects that Kubernetes takes', () => {
    expect(manifests.length).toBeGreaterThan(12);
    for (const manifest of manifests) {
      const kind = kinds[manifest.apiVersion]?.[manifest.kind] as Kind;
      expect(() => new kind(manifest as never).validate()).not.toThrow();
    }
  });

  test('renders no member that Kubernetes does not know', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'koppel-test-chart-'));
    try {
      await symlink(join(repositoryRoot, 'node_modules'), join(folder, 'node_modules'));
      await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
      await writeFile(join(folder, 'manifests.ts'), literalsOf(manifests));
      const compiler = join(repositoryRoot, 'node_modules/.bin/tsc');
      const options = ['--noEmit', '--skipLibCheck', '--strict', '--module', 'nodenext', 'manifests.ts'];
      expect(await runProgram(compiler, options, { cwd: folder })).toEqual({ ok: true, output: '' });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('gives no pod more than it needs', () => {
    for (const [name, pod] of podsOf()) {
      expect([name, pod]).toEqual([
        name,
        expect.objectContaining({
          automountServiceAccountToken: false,
          securityContext: expect.objectContaining({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } }),
        }),
      ]);
      for (const { securityContext } of pod.containers) {
        const least = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
        expect(securityContext).toMatchObject(least);
      }
    }
  });

  test('asks an adapter how it is, and keeps what it remembers as a witness on a volume', () => {
    const pod = new Map(podsOf()).get('koppel-adapter-tax');
    const claimName = 'koppel-adapter-tax-witness';
    expect(pod).toMatchObject({
      containers: [
        {
          env: expect.arrayContaining([
            { name: 'KOPPEL_HEALTH_HOST', value: '0.0.0.0' },
            { name: 'KOPPEL_HEALTH_PORT', value: '9464' },
            { name: 'KOPPEL_WITNESS_DIR', value: '/var/lib/koppel/witness' },
          ]),
          ports: [{ name: 'health', containerPort: 9464 }],
          readinessProbe: { httpGet: { path: '/health/ready', port: 'health' } },
          livenessProbe: { httpGet: { path: '/health/live', port: 'health' } },
          volumeMounts: expect.arrayContaining([{ name: 'witness', mountPath: '/var/lib/koppel' }]),
        },
      ],
      volumes: expect.arrayContaining([{ name: 'witness', persistentVolumeClaim: { claimName } }]),
    });
    expect(named('PersistentVolumeClaim')).toContain(claimName);
  });

  test('passes configuration on as it was given', () => {
    const map = manifests.find(({ metadata, kind }) => kind === 'ConfigMap' && metadata.name.endsWith('-tax'));
    const data = map?.['data'] as Record<string, string>;
    expect(JSON.parse(data['config.json'] ?? '')).toEqual(all.adapters.tax.config);
  });

  test('runs programs that there are, and the same script of logins as the compose file', async () => {
    const programs = podsOf().flatMap(([, { containers }]) => containers.flatMap(({ args = [] }) => args));
    for (const program of programs.filter((arg) => arg.endsWith('.ts'))) {
      expect(await readText(program)).toContain('import');
    }
    expect(await readText('deploy/helm/koppel/files/logins.sh')).toBe(await readText('deploy/compose/logins.sh'));
  });
});

/** A program whose compiling says which members are not known: literals are checked for what is too much. */
function literalsOf(objects: readonly Manifest[]): string {
  const lines = objects.map(({ apiVersion, kind, ...rest }, i) => {
    const group = apiVersion === 'v1' ? 'v1' : apiVersion;
    const type = `import('kubernetes-models/${group}').I${kind}`;
    return `export const object${i}: ${type} = ${JSON.stringify({ apiVersion, kind, ...rest })};`;
  });
  return lines.join('\n');
}
