import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { linkLimits } from '../limits.ts';
import { writeSecretFile } from './key-store.ts';
import type { LinkAuthority } from './link-authority.ts';

export interface ServerSettings {
  /** Where the server keeps the accounts; written before it starts, its own while it runs. */
  readonly directory: string;
  /** Loopback unless said otherwise. */
  readonly host?: string;
  readonly port: number;
}

/** Writes the server's configuration and its accounts, and returns the path of the configuration; call it while the server is down. */
export async function writeServerFiles(authority: LinkAuthority, settings: ServerSettings): Promise<string> {
  const accounts = join(settings.directory, 'accounts');
  await mkdir(accounts, { recursive: true, mode: 0o700 });
  for (const { publicKey, jwt } of await authority.accounts()) {
    await writeSecretFile(join(accounts, `${publicKey}.jwt`), jwt);
  }
  const path = join(settings.directory, 'nats-server.conf');
  await writeSecretFile(path, serverConfig(await authority.operatorJwt(), authority.systemAccountKey(), settings));
  return path;
}

/** The bounds hold one client's harm: what it may keep open, send at once, and leave unread. */
function serverConfig(operatorJwt: string, systemAccount: string, settings: ServerSettings): string {
  return `listen: "${settings.host ?? '127.0.0.1'}:${settings.port}"
max_payload: ${linkLimits.maxPayload}
max_connections: 4096
max_subscriptions: 256
max_control_line: 2048
max_pending: 33554432
write_deadline: "5s"
ping_interval: "20s"
ping_max: 2
logtime: true
operator: "${operatorJwt}"
system_account: "${systemAccount}"
resolver: {
  type: full
  dir: ${JSON.stringify(join(settings.directory, 'accounts'))}
  allow_delete: false
  interval: "2m"
}
`;
}
