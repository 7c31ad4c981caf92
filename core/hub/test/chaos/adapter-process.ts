import { join } from 'node:path';
import { processVariables } from '@koppel/link';
import { startProgram, type Mortal } from '../faults/mortal.ts';

const program = join(import.meta.dirname, '../faults/adapter.main.ts');

interface AdapterPlan {
  /** The address of its source. */
  readonly source: string;
  readonly servers: string;
  readonly path: (name: string) => string;
}

/** The adapter of a site in a process of its own, with the credentials and configuration that were written for it. */
export const startAdapter = ({ source, servers, path }: AdapterPlan): Promise<Mortal> =>
  startProgram({
    script: program,
    args: [source],
    env: {
      [processVariables.servers]: servers,
      [processVariables.credentials]: path('adapter.creds'),
      [processVariables.config]: path('adapter.json'),
    },
  });
