import { KoppelError } from '@koppel/contract';
import { connect, type NatsConnection } from 'nats';
import { authenticatorFor } from '../wire/credentials.ts';
import { encryptionFor } from '../wire/encryption.ts';
import type { LinkAuthority } from './link-authority.ts';

const timeoutMs = 3000;

/**
 * Tells a running server the accounts as they are now. From then on a revoked credential is refused and a
 * connection that used it is closed; servers of one cluster tell each other.
 * @throws KoppelError `link.unavailable` when the server cannot be reached or does not accept the claims.
 */
export async function pushAccounts(authority: LinkAuthority, url: string): Promise<void> {
  try {
    const connection = await connect({
      servers: url,
      ...encryptionFor([url]),
      authenticator: authenticatorFor(await authority.grantSystem()),
      reconnect: false,
      timeout: timeoutMs,
    });
    try {
      await pushOver(connection, authority);
    } finally {
      await connection.close();
    }
  } catch (error) {
    throw new KoppelError('link.unavailable', 'The message server did not take over the accounts', { cause: error });
  }
}

async function pushOver(connection: NatsConnection, authority: LinkAuthority): Promise<void> {
  for (const { jwt } of await authority.accounts()) {
    const answer = await connection.request('$SYS.REQ.CLAIMS.UPDATE', jwt, { timeout: timeoutMs });
    if (answer.json<{ error?: unknown }>().error !== undefined) throw new Error('The server refused the claims');
  }
}
