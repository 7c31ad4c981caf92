import { KoppelError } from '@koppel/contract';
import type { Authenticator } from 'nats';
import { readNkey } from '../authority/nkey.ts';
import { hubInboxPrefix, inboxPrefix, parseLinkName, type LinkAddress } from '../address.ts';

/** Whom a credentials file speaks for: a client by its address, or the hub itself. */
export interface LinkOwner {
  readonly address: LinkAddress | undefined;
  readonly inboxPrefix: string;
}

/** Answers the server's challenge with the key in a credentials file. @throws KoppelError `config.invalid`. */
export function authenticatorFor(credentials: string): Authenticator {
  const jwt = tokenIn(credentials);
  const [seed = ''] = /^SU[A-Z2-7]{56}$/m.exec(credentials) ?? [];
  const key = readNkey(seed);
  const nkey = key.getPublicKey();
  return (nonce = '') => ({ jwt, nkey, sig: Buffer.from(key.sign(Buffer.from(nonce))).toString('base64url') });
}

/** Reads the name in a credentials file, which spares writing it twice; the server checks the signature. @throws KoppelError `config.invalid`. */
export function ownerOf(credentials: string): LinkOwner {
  const name = nameIn(tokenIn(credentials));
  if (name === 'hub') return { address: undefined, inboxPrefix: hubInboxPrefix };
  const address = typeof name === 'string' ? parseLinkName(name) : undefined;
  if (address) return { address, inboxPrefix: inboxPrefix(address) };
  throw new KoppelError('config.invalid', 'The credentials are not those of a link');
}

const tokenIn = (credentials: string): string => /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/m.exec(credentials)?.[0] ?? '';

function nameIn(jwt: string): unknown {
  try {
    const claims: { readonly name?: unknown } = JSON.parse(
      Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString(),
    );
    return claims.name;
  } catch {
    // No cause: the parser's message quotes the token.
    throw new KoppelError('config.invalid', 'The credentials file holds no readable token');
  }
}
