import { KoppelError } from '@koppel/contract';
import type { Authenticator } from 'nats';
import { readNkey } from '../authority/nkey.ts';
import { hubInboxPrefix, inboxPrefix, parseLinkName, type LinkAddress } from '../address.ts';

/** Whom a credentials file speaks for: a client by its address, or the hub itself. */
export interface Credentials {
  readonly address: LinkAddress | undefined;
  readonly inboxPrefix: string;
  /** Answers the server's challenge. */
  readonly authenticator: Authenticator;
}

/** Reads a credentials file; the server checks the signature, the name in it only spares writing it twice. */
export function readCredentials(text: string): Credentials {
  const [jwt = ''] = /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/m.exec(text) ?? [];
  const [seed = ''] = /^SU[A-Z2-7]{56}$/m.exec(text) ?? [];
  const key = readNkey(seed);
  const nkey = key.getPublicKey();
  const signed = (nonce = ''): string => Buffer.from(key.sign(Buffer.from(nonce))).toString('base64url');
  return { ...ownerOf(nameIn(jwt)), authenticator: (nonce) => ({ jwt, nkey, sig: signed(nonce) }) };
}

function ownerOf(name: unknown): Omit<Credentials, 'authenticator'> {
  if (name === 'hub') return { address: undefined, inboxPrefix: hubInboxPrefix };
  const address = typeof name === 'string' ? parseLinkName(name) : undefined;
  if (address) return { address, inboxPrefix: inboxPrefix(address) };
  throw new KoppelError('config.invalid', 'The credentials are not those of a link');
}

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
