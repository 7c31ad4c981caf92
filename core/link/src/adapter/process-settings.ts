import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KoppelError, type Fault } from '@koppel/contract';
import type { EvidenceOptions } from '../evidence/asking-evidence.ts';
import { EvidenceFolder } from '../evidence/evidence-folder.ts';
import { readEvidenceSigner } from '../evidence/evidence-key.ts';
import type { TraceExport } from '../trace/trace-export.schema.ts';
import { healthSettingsOf, healthVariables, type HealthSettings } from './health-settings.ts';
import { traceSettingsOf, traceVariables } from './trace-settings.ts';

/** What an adapter's process is told by its environment. */
export interface ProcessSettings {
  readonly servers: readonly string[];
  /** Text of the credentials file. */
  readonly credentials: string;
  /** The adapter's own configuration, not checked yet. */
  readonly config: unknown;
  readonly findSecret: (name: string) => string | undefined;
  readonly evidence?: EvidenceOptions;
  /** Where this process keeps what it witnesses; absent when it witnesses nothing. */
  readonly witnessDirectory?: string;
  /** Absent when nobody collects traces. */
  readonly traces?: TraceExport;
  /** Absent when nobody asks how the process is. */
  readonly health?: HealthSettings;
}

/** The names of the environment variables; each is documented in the README. */
export const processVariables = {
  servers: 'KOPPEL_LINK_SERVERS',
  credentials: 'KOPPEL_LINK_CREDENTIALS',
  config: 'KOPPEL_ADAPTER_CONFIG',
  secrets: 'KOPPEL_SECRETS',
  evidenceKey: 'KOPPEL_EVIDENCE_KEY',
  evidenceDirectory: 'KOPPEL_EVIDENCE_DIR',
  witnessDirectory: 'KOPPEL_WITNESS_DIR',
  healthPort: healthVariables.port,
  healthHost: healthVariables.host,
  tracesEndpoint: traceVariables.endpoint,
  tracesHeaders: traceVariables.headers,
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
  const evidence = evidenceOf(environment, faults);
  const traces = traceSettingsOf(environment, faults);
  const health = healthSettingsOf(environment, faults);
  if (faults.length > 0) throw invalid(faults);
  const directory = environment[processVariables.secrets];
  const findSecret = (name: string): string | undefined =>
    directory === undefined ? undefined : readText(join(directory, name))?.trimEnd();
  const witnessDirectory = environment[processVariables.witnessDirectory];
  return {
    servers,
    credentials,
    config,
    findSecret,
    ...(evidence === undefined ? {} : { evidence }),
    ...(witnessDirectory === undefined ? {} : { witnessDirectory }),
    ...(traces === undefined ? {} : { traces }),
    ...(health === undefined ? {} : { health }),
  };
}

/** Without a folder the answers are signed, and this organisation keeps no proof of its own. */
function evidenceOf(environment: NodeJS.ProcessEnv, faults: Fault[]): EvidenceOptions | undefined {
  const { [processVariables.evidenceKey]: file, [processVariables.evidenceDirectory]: directory } = environment;
  if (file === undefined) return undefined;
  try {
    const signer = readEvidenceSigner(file);
    return directory === undefined ? { signer } : { signer, folder: new EvidenceFolder(directory) };
  } catch {
    faults.push({
      path: processVariables.evidenceKey,
      message: 'must be the path of a file with a private Ed25519 JSON Web Key that names its kid',
    });
    return undefined;
  }
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
