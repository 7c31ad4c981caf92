import type { Fault } from '@koppel/contract';

export const healthVariables = { port: 'KOPPEL_HEALTH_PORT', host: 'KOPPEL_HEALTH_HOST' } as const;

/** Where a process answers how it is. */
export interface HealthSettings {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
}

const loopback = '127.0.0.1';
const highestPort = 65_535;

/** Without a port there is none. */
export function healthSettingsOf(environment: NodeJS.ProcessEnv, faults: Fault[]): HealthSettings | undefined {
  const { [healthVariables.port]: text, [healthVariables.host]: host = loopback } = environment;
  if (text === undefined) return undefined;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= highestPort) return { host, port };
  faults.push({ path: healthVariables.port, message: 'must be the number of a port' });
  return undefined;
}
