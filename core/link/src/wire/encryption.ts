import type { ConnectionOptions } from 'nats';

/**
 * Asked for encryption (`tls://`), the client refuses a server that offers none. Which certificates count is Node's to
 * say: the usual authorities, and those in `NODE_EXTRA_CA_CERTS`.
 */
export function encryptionFor(servers: readonly string[]): Pick<ConnectionOptions, 'tls'> {
  return servers.some((server) => server.startsWith('tls:')) ? { tls: {} } : {};
}
