import { readFileSync } from 'node:fs';
import { compileSchema, parseJson, type Fault } from '@koppel/contract';
import { TraceExport } from '../trace/trace-export.schema.ts';

export const traceVariables = { endpoint: 'KOPPEL_TRACES_ENDPOINT', headers: 'KOPPEL_TRACES_HEADERS' } as const;

const schema = compileSchema(TraceExport);

/** Which traces are recorded is for the hub to say, so there is no ratio here. */
export function traceSettingsOf(environment: NodeJS.ProcessEnv, faults: Fault[]): TraceExport | undefined {
  const { [traceVariables.endpoint]: endpoint, [traceVariables.headers]: file } = environment;
  if (endpoint === undefined) return undefined;
  const settings = { endpoint, ...(file === undefined ? {} : { headers: headersIn(file) }) };
  const found = schema.faultsOf(settings);
  for (const { path, message } of found) {
    faults.push({ path: path.startsWith('/headers') ? traceVariables.headers : traceVariables.endpoint, message });
  }
  return found.length === 0 ? (settings as TraceExport) : undefined;
}

/** What cannot be read is no object, and so a fault. */
function headersIn(file: string): unknown {
  try {
    return parseJson(readFileSync(file));
  } catch {
    return null;
  }
}
