import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileSchema, KoppelError, parseJson, type Fault } from '@koppel/contract';
import { Type, type Static } from 'typebox';

const Path = Type.String({ minLength: 1, maxLength: 4096 });
const Port = Type.Integer({ minimum: 0, maximum: 65_535 });

/** All settings of one runtime. `KOPPEL_FLOW_HTTP_PORT` in the environment sets `httpPort`, and so on. */
export const FlowConfig = Type.Object(
  {
    /** NATS servers of the link, separated by commas. */
    linkUrl: Type.String({ pattern: '^(nats|tls|ws|wss)://', maxLength: 2000 }),
    /** File with the credentials that `koppel link grant` issued to this runtime. */
    linkCredentials: Path,
    /** Folder with the flows of this process: one group of flows, one process. */
    flows: Path,
    /** Packages of the themes whose flows run as well. */
    themes: Type.Array(Type.String({ minLength: 1, maxLength: 214 }), { maxItems: 50, uniqueItems: true }),
    /** Where the runtime keeps its generated secrets. */
    home: Path,
    httpHost: Type.String({ minLength: 1, maxLength: 255 }),
    /** 0 takes any free port; the ready line tells which. */
    httpPort: Port,
    /** Bearer token of the hooks, generated when absent. */
    tokenFile: Path,
    /** Requests per second and remote address. */
    requestsPerSecond: Type.Integer({ minimum: 1, maximum: 100_000 }),
    /** `view` shows the flows, `author` also changes the files in `flows`; both on the loopback address only. */
    editor: Type.Enum(['off', 'view', 'author']),
    editorPort: Port,
    /** Files of Node-RED core nodes to load beyond the safe list, for example `21-httprequest.js`. */
    nodes: Type.Array(Type.String({ pattern: '^[A-Za-z0-9-]+[.]js$', maxLength: 64 }), { maxItems: 50 }),
    language: Type.Enum(['en-US', 'nl']),
    /** A process that is busy for longer ends, so that whoever supervises it starts a new one. */
    frozenAfterMs: Type.Integer({ minimum: 500, maximum: 600_000 }),
  },
  { additionalProperties: false },
);
export type FlowConfig = Static<typeof FlowConfig>;

const environmentPrefix = 'KOPPEL_FLOW_';
const validator = compileSchema(FlowConfig);

/**
 * Reads the one configuration: the defaults, over them the JSON file named by `KOPPEL_FLOW_CONFIG`, over that the
 * environment.
 *
 * @throws KoppelError `config.invalid` that lists all faults at once.
 */
export function readFlowConfig(environment: NodeJS.ProcessEnv): FlowConfig {
  const file = environment[`${environmentPrefix}CONFIG`];
  const given = { ...(file ? readConfigFile(file) : {}), ...fromEnvironment(environment) };
  const home =
    typeof given['home'] === 'string' ? given['home'] : join(environment['KOPPEL_HOME'] || '.koppel', 'flows');
  const config: Record<string, unknown> = { ...defaults, tokenFile: join(home, 'hook-token'), home, ...given };
  const faults = validator.faultsOf(config);
  if (faults.length === 0) return config as FlowConfig;
  const lines = faults.map(({ path, message }: Fault) => `  ${path}: ${message}`).join('\n');
  throw new KoppelError('config.invalid', `The configuration of the flow runtime has faults:\n${lines}`, {
    details: { faults },
  });
}

/** Takes the runtime's own settings out of an environment that flows can read. */
export function hideFlowConfig(environment: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(environment)) if (name.startsWith(environmentPrefix)) delete environment[name];
}

const defaults = {
  flows: fileURLToPath(new URL('../flows', import.meta.url)),
  themes: [],
  httpHost: '127.0.0.1',
  httpPort: 0,
  requestsPerSecond: 50,
  editor: 'off',
  editorPort: 0,
  nodes: [],
  language: 'en-US',
  frozenAfterMs: 5000,
};

function readConfigFile(path: string): Record<string, unknown> {
  try {
    const given = parseJson(readFileSync(resolve(path)));
    if (typeof given !== 'object' || given === null || Array.isArray(given)) throw notAnObject();
    return given as Record<string, unknown>;
  } catch (cause) {
    const reason = cause instanceof KoppelError ? cause.message : 'it cannot be read';
    throw new KoppelError('config.invalid', `The configuration file ${path} is of no use: ${reason}`, { cause });
  }
}

const notAnObject = (): KoppelError => new KoppelError('config.invalid', 'it is not an object');

function fromEnvironment(environment: NodeJS.ProcessEnv): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(environment)) {
    const isOurs = name.startsWith(environmentPrefix) && name !== `${environmentPrefix}CONFIG`;
    if (isOurs && text !== undefined) given[camelCase(name.slice(environmentPrefix.length))] = valueOf(text);
  }
  return given;
}

const camelCase = (name: string): string =>
  name.toLowerCase().replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());

/** Numbers and lists are written as JSON; anything else is text. */
function valueOf(text: string): unknown {
  return /^(-?[0-9]+|\[.*\])$/s.test(text) ? parseJson(text) : text;
}
