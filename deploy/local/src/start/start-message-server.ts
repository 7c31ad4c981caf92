import { createLinkAuthority, type LinkAuthority } from '@koppel/link';
import { ensureNatsServer } from '../nats-binary.ts';
import { startNatsServer } from '../nats-server.ts';
import { track } from './progress.ts';
import type { Site } from './site.ts';

/** The link's own server, and who issues its credentials. */
export interface MessageServer {
  readonly url: string;
  readonly authority: LinkAuthority;
}

/** `undefined` when this machine has no nats-server and none can be fetched: the link is then in memory. */
export function startMessageServer(site: Site, kind: 'nats' | 'memory'): Promise<MessageServer | undefined> {
  return track(site.show, 'Message server', async () => {
    const binary = kind === 'nats' ? await ensureNatsServer({ binDir: site.paths.bin }) : undefined;
    if (!binary) return { result: undefined, detail: inMemory };
    const authority = await createLinkAuthority(site.paths.link);
    let port = 0;
    const server = await site.supervisor.keep({
      name: 'nats-server',
      start: async () => {
        const started = await startNatsServer({ binary: binary.path, authority, directory: site.paths.nats, port });
        port = started.port;
        return started;
      },
    });
    return { result: { url: server.url, authority }, detail: `nats-server ${binary.version} on port ${server.port}` };
  });
}

const inMemory = 'none: the link is in memory, adapters run inside the hub, flows are off, no witnesses';
