import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLinkAuthority, type LinkAuthority } from '@koppel/link';
import { startNatsServer, type NatsServer } from '@koppel/local';
import { testNatsBinary } from './test-servers.ts';

export interface TestNats {
  readonly server: NatsServer;
  /** Issues credentials for this server. */
  readonly authority: LinkAuthority;
  /** Where the server and the authority keep their files. */
  readonly directory: string;
  /** Ends the server and removes its files. */
  close(): Promise<void>;
}

/** A nats-server of its own with the accounts of the link, on a port the system chose. */
export async function startTestNats(): Promise<TestNats> {
  const directory = await mkdtemp(join(tmpdir(), 'koppel-test-nats-'));
  await chmod(directory, 0o700);
  const authority = await createLinkAuthority(join(directory, 'authority'));
  const server = await startNatsServer({ binary: testNatsBinary(), authority, directory: join(directory, 'server') });
  const close = async (): Promise<void> => {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  };
  return { server, authority, directory, close };
}
