import { writeFile } from 'node:fs/promises';
import { processVariables } from '@koppel/link';
import type { HubClient } from '@koppel/local';
import type { RunningProgram } from '../child/program.ts';
import { openHub, type HubOptions } from './open-hub.ts';
import { prepareQuestions, type Path } from './path.ts';
import { askedUnder, organisations, seedAgreement } from './seed.ts';
import type { LinkServer, Site } from './site.ts';

export interface GovernedPath extends Path {
  /** May read the ledger. */
  readonly operator: HubClient;
  /** Of the hub; `destination` is the first of them. */
  readonly nodes: readonly RunningProgram[];
}

/** A hub on PostgreSQL and the link, two organisations with a signed agreement, and the provider's adapter. */
export async function openGovernedPath(
  site: Site,
  source: RunningProgram,
  options: HubOptions = {},
): Promise<GovernedPath> {
  const { hub, others, postgres, link, operatorKey } = await openHub(site, options);
  const adapter = await startAdapter(site, link, source);
  const { operator, requester, agreement } = await seedAgreement({ url: hub.told, operatorKey });
  return {
    name: 'governed',
    operator,
    nodes: [hub, ...others],
    questions: prepareQuestions(askedUnder(agreement)),
    destination: async () => {
      const { access_token: token } = await requester.requestToken();
      return { kind: 'http', url: `${hub.told}/v1/exchanges`, headers: { authorization: `Bearer ${token}` } };
    },
    processes: { hub: hub.pid, adapter: adapter.pid, nats: link.pid, postgresql: postgres.pid, source: source.pid },
  };
}

async function startAdapter(site: Site, link: LinkServer, source: RunningProgram): Promise<RunningProgram> {
  const files = { credentials: site.path('adapter.creds'), config: site.path('adapter.json') };
  const credentials = await link.authority.grantLink({ ...organisations.provider, kind: 'adapter' });
  await writeFile(files.credentials, credentials, { mode: 0o600 });
  await writeFile(files.config, JSON.stringify({ source: source.told }));
  const env = {
    [processVariables.servers]: link.url,
    [processVariables.credentials]: files.credentials,
    [processVariables.config]: files.config,
  };
  return site.startScript({ name: 'adapter', script: 'programs/adapter.main.ts', env, isProfiled: true });
}
