import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { findFreePort } from '../free-port.ts';
import { createDatabase } from '../postgres/hub-database.ts';
import type { PostgresAddress } from '../postgres/start-postgres.ts';
import { startChild, type ChildSpec } from '../supervisor/child.ts';
import { findPackageProgram } from './package-program.ts';
import { track } from './progress.ts';
import { allOrNone, type Site } from './site.ts';

/** How the adapters reach the synthetic source systems of the three partners; the secrets are new at each start. */
export interface Sources {
  /** Of persons, and beside it the desk where employees write reports. */
  readonly brp: { readonly url: string; readonly apiKey: string };
  readonly police: { readonly url: string; readonly username: string; readonly password: string };
  readonly tax: { readonly url: string; readonly clientId: string; readonly clientSecret: string };
}

/** The municipality's own database, which its adapter reads beside its register of persons. */
export interface PermitsDatabase {
  readonly host: string;
  readonly port: number;
  readonly name: string;
  readonly user: string;
  readonly password: string;
}

const newSecret = (): string => randomBytes(18).toString('base64url');
const packageName = '@koppel/sources';

export function startSources(site: Site): Promise<Sources> {
  return track(site.show, 'Source systems', async () => {
    const [apiKey, password, clientSecret] = [newSecret(), newSecret(), newSecret()];
    const [brp, police, tax] = await allOrNone([
      startSource(site, 'brp', { BRP_API_KEY: apiKey }),
      startSource(site, 'police', { POLICE_USERNAME: 'koppel', POLICE_PASSWORD: password }),
      startSource(site, 'tax', { TAX_CLIENT_ID: 'koppel', TAX_CLIENT_SECRET: clientSecret }),
    ]);
    const result = {
      brp: { url: brp, apiKey },
      police: { url: police, username: 'koppel', password },
      tax: { url: tax, clientId: 'koppel', clientSecret },
    };
    return { result, detail: 'of a municipality, a police unit and a tax authority; everybody in them is invented' };
  });
}

/** Keeps its port when it is started again, because its adapter knows it by that. */
async function startSource(site: Site, name: string, env: Readonly<Record<string, string>>): Promise<string> {
  const port = await findFreePort();
  const receipts = join(site.paths.sources, `${name}.receipts.ndjson`);
  const spec: ChildSpec = {
    name: `${name} source`,
    script: findPackageProgram(packageName, `${name}.main`),
    args: ['--port', String(port), '--receipts', receipts],
    env,
    logFile: join(site.paths.logs, `source-${name}.log`),
  };
  const child = await site.supervisor.keep({ name: spec.name, start: () => startChild(spec) });
  return String(child.ready['url']);
}

/** Fills the municipality's database with premises and permits, and makes the login that may only read them. */
export async function fillPermits(site: Site, server: PostgresAddress): Promise<PermitsDatabase> {
  const name = 'municipality';
  const reader = { user: 'permits_reader', password: newSecret() };
  await createDatabase(server, name);
  const { host, port, superuser, password } = server;
  const owner = `postgres://${superuser}:${password}@${host}:${port}/${name}`;
  const filled = await startChild({
    name: 'permits',
    script: findPackageProgram(packageName, 'permits.main'),
    env: { PERMITS_DATABASE_URL: owner, PERMITS_READER_ROLE: reader.user, PERMITS_READER_PASSWORD: reader.password },
    logFile: join(site.paths.logs, 'source-permits.log'),
  });
  await filled.exited;
  return { host, port, name, ...reader };
}
