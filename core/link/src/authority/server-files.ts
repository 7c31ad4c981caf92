import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeSecretFile } from './key-store.ts';
import type { LinkAuthority } from './link-authority.ts';
import { boundsConfig, trustConfig } from './server-config.ts';

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
  const trust = trustConfig({
    operatorJwt: await authority.operatorJwt(),
    systemAccount: authority.systemAccountKey(),
    accountsDirectory: accounts,
  });
  const listen = `listen: "${settings.host ?? '127.0.0.1'}:${settings.port}"\n`;
  await writeSecretFile(path, `${listen}${boundsConfig()}${trust}`);
  return path;
}
