import { parse } from 'yaml';
import { readText } from '../support/deploy-files.ts';

interface Mount {
  readonly source: string;
  readonly target?: string;
}

/** What the tests read of a service. */
export interface Service {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly user?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly networks?: readonly string[];
  readonly volumes?: readonly string[];
  readonly secrets?: readonly (string | Mount)[];
  readonly configs?: readonly Mount[];
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, Service>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
  readonly configs: Readonly<Record<string, { readonly file: string }>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

/** The compose file with its anchors and merges resolved. */
export async function readComposeFile(): Promise<ComposeFile> {
  return parse(await readText('deploy/compose/compose.yaml'), { merge: true }) as ComposeFile;
}

/** Where a service finds its secrets. */
export function secretPathsOf({ secrets = [] }: Service): string[] {
  return secrets.map((secret) => {
    const target = typeof secret === 'string' ? secret : (secret.target ?? secret.source);
    return target.startsWith('/') ? target : `/run/secrets/${target}`;
  });
}
