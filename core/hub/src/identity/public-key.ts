import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { canonicalBytes, KoppelError } from '@koppel/contract';
import type { OrganisationKey } from '../platform/actions.ts';

export type KeyAlgorithm = 'EdDSA' | 'ES256' | 'PS256';

/** A key that may be registered: its public members alone, under its RFC 7638 thumbprint. */
export interface PublicKey {
  readonly kid: string;
  readonly algorithm: KeyAlgorithm;
  readonly jwk: Readonly<Record<string, string>>;
}

interface KeyKind {
  readonly algorithm: KeyAlgorithm;
  /** The members that RFC 7638 hashes; they are the whole public key. */
  readonly members: readonly string[];
}

const kinds: Readonly<Record<string, KeyKind>> = {
  'OKP Ed25519': { algorithm: 'EdDSA', members: ['crv', 'kty', 'x'] },
  'EC P-256': { algorithm: 'ES256', members: ['crv', 'kty', 'x', 'y'] },
  RSA: { algorithm: 'PS256', members: ['e', 'kty', 'n'] },
};

const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const rsaBits = { minimum: 2048, maximum: 4096 } as const;
const usualExponent = 65_537n;

/**
 * Reads a JSON Web Key that somebody wants to register.
 *
 * @throws KoppelError `request.invalid` for a private key, a weak one, one that is none, and for a key that signs
 * agreements or evidence and is not Ed25519.
 */
export function readPublicKey(jwk: Readonly<Record<string, unknown>>, use: OrganisationKey['use']): PublicKey {
  const secret = privateMembers.find((name) => Object.hasOwn(jwk, name));
  if (secret !== undefined)
    throw fault(`/${secret}`, 'is part of a private key: replace this key, and send its public half');
  const kind = kindOf(jwk, use);
  const members = Object.fromEntries(kind.members.map((name) => [name, text(jwk[name])]));
  checkStrength(members, kind);
  const key = { kid: thumbprintOf(members), algorithm: kind.algorithm, jwk: members };
  checkLabels(jwk, key);
  return key;
}

function kindOf(jwk: Readonly<Record<string, unknown>>, use: OrganisationKey['use']): KeyKind {
  const name = jwk['kty'] === 'RSA' ? 'RSA' : `${text(jwk['kty'])} ${text(jwk['crv'])}`;
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (kind === undefined) throw fault('', 'must be an Ed25519, P-256 or RSA key');
  if (use !== 'client' && kind.algorithm !== 'EdDSA')
    throw fault('', 'must be Ed25519: agreements and evidence are signed with nothing else');
  return kind;
}

/** What a key says of itself besides its public members is optional, and must be true. */
function checkLabels(jwk: Readonly<Record<string, unknown>>, { kid, algorithm }: PublicKey): void {
  const { kid: givenKid = kid, alg = algorithm } = jwk;
  if (givenKid !== kid) throw fault('/kid', 'must be the RFC 7638 thumbprint of the key');
  if (alg !== algorithm) throw fault('/alg', `must be ${algorithm}`);
}

/** RFC 7638: the SHA-256 of the required members in lexicographic order, in base64url. */
const thumbprintOf = (members: Readonly<Record<string, string>>): string =>
  createHash('sha256').update(canonicalBytes(members)).digest('base64url');

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function fault(path: string, message: string): KoppelError {
  return new KoppelError('request.invalid', undefined, {
    details: { faults: [{ path: `/body/jwk${path}`, message }] },
  });
}

function checkStrength(members: Readonly<Record<string, string>>, { algorithm }: KeyKind): void {
  const key = importKey(members);
  if (!isCanonical(key, members)) throw fault('', 'must be written in its one canonical form');
  if (algorithm === 'PS256') checkRsa(key);
}

function importKey(members: Readonly<Record<string, string>>): KeyObject {
  try {
    return createPublicKey({ key: { ...members }, format: 'jwk' });
  } catch {
    // No cause: the library's message may quote the key.
    throw fault('', 'is not a key of its own kind');
  }
}

/** Padding or a leading zero would give one key several thumbprints, and so a way around its revocation. */
function isCanonical(key: KeyObject, members: Readonly<Record<string, string>>): boolean {
  const exported: Record<string, unknown> = { ...key.export({ format: 'jwk' }) };
  return Object.entries(members).every(([name, value]) => exported[name] === value);
}

function checkRsa({ asymmetricKeyDetails: details }: KeyObject): void {
  const bits = details?.modulusLength ?? 0;
  if (bits < rsaBits.minimum || bits > rsaBits.maximum) {
    throw fault('/n', `must be ${rsaBits.minimum} to ${rsaBits.maximum} bits long`);
  }
  if (details?.publicExponent !== usualExponent) throw fault('/e', 'must be 65537');
}
