import { startPostgres, type PostgresServer } from '../postgres/start-postgres.ts';
import { track } from './progress.ts';
import type { Site } from './site.ts';

/** PostgreSQL of this machine; started again on the same port should it end. */
export function startDatabase(site: Site): Promise<PostgresServer> {
  return track(site.show, 'PostgreSQL', async () => {
    let port = 0;
    const server = await site.supervisor.keep({
      name: 'postgresql',
      start: async () => {
        const started = await startPostgres({ dir: site.paths.postgres, port, log: site.log });
        port = started.port;
        return started;
      },
    });
    return { result: server, detail: `on port ${server.port}` };
  });
}
