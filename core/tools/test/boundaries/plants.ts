/** A file that breaks exactly one boundary: where it stands and what it imports. */
interface Plant {
  rule: string;
  file: string;
  imports: string[];
}

/** One breach or more per rule, in a tree that has the packages and rooms named by `landmarks`. */
export const plants: Plant[] = [
  { rule: 'contract-imports-no-package', file: 'core/contract/src/planted.ts', imports: ['@koppel/ledger'] },
  { rule: 'ledger-imports-contract-only', file: 'core/ledger/src/planted.ts', imports: ['@koppel/link'] },
  { rule: 'process-imports-contract-only', file: 'core/process/src/planted.ts', imports: ['@koppel/ledger'] },
  { rule: 'link-imports-contract-and-ledger', file: 'core/link/src/planted.ts', imports: ['@koppel/sources'] },
  {
    rule: 'hub-imports-contract-ledger-link-process',
    file: 'core/hub/src/exchange/planted.service.ts',
    imports: ['@koppel/local'],
  },
  {
    rule: 'hub-imports-contract-ledger-link-process',
    file: 'core/hub/src/plugins/planted.ts',
    imports: ['@koppel/plugin-example'],
  },
  { rule: 'cli-imports-contract-ledger-process-local', file: 'core/cli/src/planted.ts', imports: ['@koppel/link'] },
  { rule: 'console-imports-contract-only', file: 'core/console/src/planted.ts', imports: ['@koppel/link'] },
  { rule: 'testkit-imports-contract-link-local', file: 'core/testkit/src/planted.ts', imports: ['@koppel/ledger'] },
  {
    rule: 'generator-imports-contract-only',
    file: 'core/create-adapter/src/planted.ts',
    imports: ['@koppel/adapter-tax'],
  },
  { rule: 'bench-imports-contract-link-local', file: 'core/bench/src/planted.ts', imports: ['@koppel/ledger'] },
  { rule: 'tools-import-no-package', file: 'core/tools/src/planted.ts', imports: ['@koppel/contract'] },
  { rule: 'local-imports-contract-link-ledger', file: 'deploy/local/src/planted.ts', imports: ['@koppel/adapter-tax'] },
  { rule: 'sources-import-no-package', file: 'deploy/sources/src/planted.ts', imports: ['@koppel/contract'] },
  { rule: 'operations-import-no-package', file: 'deploy/operations/src/planted.ts', imports: ['@koppel/local'] },
  { rule: 'http-source-imports-contract-only', file: 'adapters/http-source/src/planted.ts', imports: ['@koppel/link'] },
  { rule: 'adapters-import-contract-and-link', file: 'adapters/tax/src/planted.ts', imports: ['@koppel/ledger'] },
  {
    rule: 'adapters-import-contract-and-link',
    file: 'adapters/police/src/planted.ts',
    imports: ['@koppel/adapter-tax'],
  },
  { rule: 'plugins-import-contract-only', file: 'plugins/example/src/planted.ts', imports: ['@koppel/link'] },
  { rule: 'flows-import-contract-and-link', file: 'flows/nodes/src/planted.js', imports: ['@koppel/local'] },
  { rule: 'no-unresolvable', file: 'core/link/src/lost.ts', imports: ['./nowhere.ts'] },
  { rule: 'no-way-in-but-the-entry', file: 'core/link/src/intruder.ts', imports: ['../../contract/src/index.ts'] },
  { rule: 'nothing-imports-the-hub', file: 'deploy/local/src/shortcut.ts', imports: ['@koppel/hub'] },
  { rule: 'nothing-imports-the-hub', file: 'plugins/example/src/shortcut.ts', imports: ['@koppel/hub'] },
  { rule: 'nothing-imports-the-hub', file: 'adapters/tax/test/shortcut.test.ts', imports: ['@koppel/hub'] },
  { rule: 'testkit-in-tests-only', file: 'adapters/tax/src/kit.ts', imports: ['@koppel/testkit'] },
  { rule: 'tests-stay-in-tests', file: 'core/link/src/leaning.ts', imports: ['../test/innocent.test.ts'] },
  { rule: 'nats-in-the-link-only', file: 'core/hub/src/exchange/broker.service.ts', imports: ['nats'] },
  { rule: 'nats-in-the-link-only', file: 'adapters/tax/src/raw.ts', imports: ['@nats-io/jwt'] },
  { rule: 'contract-and-ledger-do-no-io', file: 'core/ledger/src/reads-a-file.ts', imports: ['node:fs/promises'] },
  { rule: 'contract-and-ledger-do-no-io', file: 'core/contract/src/calls-out.ts', imports: ['undici'] },
  { rule: 'rooms-are-strangers', file: 'core/hub/src/exchange/nosy.ts', imports: ['../ledger/append.ts'] },
  { rule: 'rooms-are-strangers', file: 'core/hub/src/platform/upside-down.ts', imports: ['../ledger/append.ts'] },
  { rule: 'rooms-are-strangers', file: 'core/hub/src/exchange/upwards.ts', imports: ['../index.ts'] },
  { rule: 'hub-composes-the-rooms', file: 'core/hub/src/side-door.ts', imports: ['./ledger/append.ts'] },
  { rule: 'stores-own-typeorm', file: 'core/hub/src/ledger/query.service.ts', imports: ['typeorm'] },
  { rule: 'stores-own-typeorm', file: 'core/hub/src/ledger/rows.ts', imports: ['typeorm'] },
  { rule: 'services-own-moleculer', file: 'core/hub/src/ledger/caller.ts', imports: ['moleculer'] },
  { rule: 'routes-own-fastify', file: 'core/hub/src/ledger/answer.service.ts', imports: ['fastify'] },
  { rule: 'rules-do-no-io', file: 'core/hub/src/ledger/reader.ts', imports: ['node:fs'] },
  { rule: 'rules-do-no-io', file: 'core/hub/src/exchange/fetcher.ts', imports: ['undici'] },
];

/** Two modules that import each other; reported once, from either end. */
export const circle = ['core/contract/src/chicken.ts', 'core/contract/src/egg.ts'];

/** Files that must not be judged: the same imports where they are allowed. */
export const innocents: Omit<Plant, 'rule'>[] = [
  { file: 'core/contract/src/write-files.ts', imports: ['node:fs/promises'] },
  { file: 'core/link/src/client.ts', imports: ['nats', '@nats-io/jwt', '@koppel/contract'] },
  { file: 'core/link/test/innocent.test.ts', imports: ['nats', '@koppel/testkit', '../src/client.ts'] },
  { file: 'core/hub/src/hub.ts', imports: ['./ledger/ledger.service.ts', './platform/broker.ts', 'moleculer'] },
  { file: 'core/hub/src/main.ts', imports: ['./hub.ts', './platform/broker.ts'] },
  { file: 'core/hub/src/platform/broker.ts', imports: ['nats', 'moleculer', 'typeorm', 'node:fs'] },
  { file: 'core/hub/src/ledger/append.ts', imports: ['node:crypto', '@koppel/ledger'] },
  { file: 'core/hub/src/ledger/ledger.store.ts', imports: ['typeorm', '../platform/broker.ts'] },
  { file: 'core/hub/src/ledger/ledger.service.ts', imports: ['moleculer', './append.ts', './ledger.store.ts'] },
  { file: 'core/hub/src/ledger/ledger.routes.ts', imports: ['fastify'] },
  { file: 'core/hub/src/ledger/migrations/0001-entries.ts', imports: ['typeorm'] },
  { file: 'core/hub/src/gateway/server.ts', imports: ['fastify', 'node:http'] },
  { file: 'core/hub/test/whole.int.test.ts', imports: ['../src/hub.ts', '@koppel/local', '@koppel/testkit', 'nats'] },
  { file: 'core/cli/src/main.ts', imports: ['@koppel/contract', '@koppel/ledger', '@koppel/local'] },
  { file: 'core/bench/src/raw.ts', imports: ['nats'] },
  { file: 'adapters/tax/src/adapter.ts', imports: ['@koppel/contract', '@koppel/link'] },
  { file: 'adapters/tax/test/adapter.test.ts', imports: ['@koppel/testkit', '@koppel/sources'] },
  { file: 'flows/runtime/src/main.ts', imports: ['@koppel/link', '@koppel/flow-nodes'] },
];

/** Folder → package name of the planted tree. */
export const landmarks: Record<string, string> = {
  'core/contract': '@koppel/contract',
  'core/ledger': '@koppel/ledger',
  'core/link': '@koppel/link',
  'core/hub': '@koppel/hub',
  'core/testkit': '@koppel/testkit',
  'deploy/local': '@koppel/local',
  'deploy/sources': '@koppel/sources',
  'adapters/tax': '@koppel/adapter-tax',
  'plugins/example': '@koppel/plugin-example',
  'flows/nodes': '@koppel/flow-nodes',
};

export const foreignPackages = ['nats', '@nats-io/jwt', 'moleculer', 'typeorm', 'fastify', 'undici'];
