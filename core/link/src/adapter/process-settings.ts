import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KoppelError, type Fault } from '@koppel/contract';

/** What an adapter's process is told by its environment. */
export interface ProcessSettings {
  readonly servers: readonly string[];
  /** Text of the credentials file. */
  readonly credentials: string;
  /** The adapter's own configuration, not checked yet. */
  readonly config: unknown;
  readonly findSecret: (name: string) => string | undefined;
}

/** The names of the environment variables; each is documented in the README. */
export const processVariables = {
  servers: 'KOPPEL_LINK_SERVERS',
  credentials: 'KOPPEL_LINK_CREDENTIALS',
  config: 'KOPPEL_ADAPTER_CONFIG',
  secrets: 'KOPPEL_SECRETS',
} as const;

/** @throws KoppelError `config.invalid` with every fault at once. */
export function readProcessSettings(environment: NodeJS.ProcessEnv): ProcessSettings {
  const faults: Fault[] = [];
  const fileOf = (name: string): string => {
    const text = readText(environment[name]);
    if (text === undefined) faults.push({ path: name, message: 'must be the path of a file that can be read' });
    return text ?? '';
  };
  const servers = (environment[processVariables.servers] ?? '').split(',').filter((server) => server !== '');
  if (servers.length === 0) faults.push({ path: processVariables.servers, message: 'must name a message server' });
  const credentials = fileOf(processVariables.credentials);
  const config = parseConfig(fileOf(processVariables.config), faults);
  if (faults.length > 0) throw invalid(faults);
  const directory = environment[processVariables.secrets];
  const findSecret = (name: string): string | undefined =>
    directory === undefined ? undefined : readText(join(directory, name))?.trimEnd();
  return { servers, credentials, config, findSecret };
}

function readText(path: string | undefined): string | undefined {
  try {
    return path === undefined ? undefined : readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function parseConfig(text: string, faults: Fault[]): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    faults.push({ path: processVariables.config, message: 'must be a file with JSON' });
    return undefined;
  }
}

function invalid(faults: Fault[]): KoppelError {
  const list = faults.map(({ path, message }) => `${path} ${message}`).join('; ');
  return new KoppelError('config.invalid', `The process cannot start: ${list}`, { details: { faults } });
}
