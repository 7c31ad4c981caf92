import { readFileSync } from 'node:fs';
import { compileSchema, KoppelError, parseJson, type Fault } from '@koppel/contract';
import { HubConfig, roomNames } from './config.schema.ts';

type Tree = { [key: string]: unknown };

/** What holds where neither file nor environment says otherwise. */
const defaults: Tree = {
  origin: 'koppel.local/hub',
  nodeId: 'hub-1',
  http: { host: '127.0.0.1', port: 8080 },
  database: { host: '127.0.0.1', port: 5432, name: 'koppel', poolSize: 8, statementTimeoutMs: 10_000 },
  bus: { kind: 'memory' },
  rooms: [...roomNames],
  plugins: [],
  limits: { requestsPerSecondPerClient: 2000, tokensPerMinutePerAddress: 120, inFlight: 2000 },
  logLevel: 'info',
};

const schema = compileSchema(HubConfig);
const environmentPrefix = 'KOPPEL__';

/**
 * Reads the one configuration: a JSON file (`KOPPEL_CONFIG`) over the defaults, and the environment over both
 * (`KOPPEL__HTTP__PORT=8081`; a value that is JSON is read as JSON, anything else is text). A last part `FILE` names a
 * file whose text is the value: `KOPPEL__DATABASE__ROLES__APP__PASSWORD__FILE`.
 *
 * @throws KoppelError `config.invalid` that lists every fault at once, before anything starts.
 */
export function readConfig(environment: NodeJS.ProcessEnv): HubConfig {
  const file = environment['KOPPEL_CONFIG'];
  return checkConfig(merge(merge(defaults, file ? readFile(file) : {}), fromEnvironment(environment)));
}

export function checkConfig(value: unknown): HubConfig {
  const shape = schema.faultsOf(value);
  const faults = shape.length > 0 ? shape : loginFaults(value as HubConfig);
  if (faults.length > 0) {
    throw new KoppelError('config.invalid', `The configuration has faults:\n${faults.map(lineOf).join('\n')}`, {
      details: { faults },
    });
  }
  return value as HubConfig;
}

/** A certificate says nothing on a connection that is not encrypted. */
const loginFaults = ({ database: { roles, tls } }: HubConfig): Fault[] =>
  Object.entries(roles)
    .filter(([, login]) => tls === undefined && 'keyFile' in login)
    .map(([role]) => ({ path: `/database/roles/${role}`, message: 'shows a certificate, which needs database.tls' }));

const lineOf = (fault: Fault): string => `  ${fault.path}: ${fault.message}`;

function readFile(path: string): Tree {
  try {
    return parseJson(readFileSync(path)) as Tree;
  } catch (cause) {
    const reason = cause instanceof KoppelError ? cause.message : 'it cannot be read';
    throw new KoppelError('config.invalid', `The configuration file ${path} is of no use: ${reason}`, { cause });
  }
}

function fromEnvironment(environment: NodeJS.ProcessEnv): Tree {
  const tree: Tree = {};
  for (const [name, text] of Object.entries(environment)) {
    if (!name.startsWith(environmentPrefix) || text === undefined) continue;
    const path = name.slice(environmentPrefix.length).split('__').map(camelCase);
    if (path.at(-1) === 'file') place(tree, path.slice(0, -1), readSecret(name, text));
    else place(tree, path, valueOf(text));
  }
  return tree;
}

/** A secret is text, also when it looks like a number. */
function readSecret(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8').trimEnd();
  } catch (cause) {
    throw new KoppelError('config.invalid', `The file ${path} that ${name} names cannot be read`, { cause });
  }
}

const camelCase = (name: string): string =>
  name.toLowerCase().replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function place(tree: Tree, path: readonly string[], value: unknown): void {
  const [name, ...rest] = path;
  if (name === undefined) return;
  if (rest.length === 0) {
    tree[name] = value;
    return;
  }
  const known = tree[name];
  const branch = isTree(known) ? known : {};
  tree[name] = branch;
  place(branch, rest, value);
}

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

function merge(under: Tree, over: Tree): Tree {
  const merged: Tree = { ...under };
  for (const [name, value] of Object.entries(over)) {
    const below = merged[name];
    merged[name] = isTree(below) && isTree(value) ? merge(below, value) : value;
  }
  return merged;
}
