import { join } from 'node:path';
import type { LinkAddress } from '../address.ts';
import { makeSecretDirectory, readRecords, writeSecretFile } from './key-store.ts';

/** What is at the other end; written in the credentials for whoever reads them, it changes no permission. */
export type LinkKind = 'adapter' | 'flow' | 'peer-hub';

/** One issued credential, without its secret. */
export interface LinkGrant extends LinkAddress {
  readonly kind: LinkKind | 'leaf';
  readonly publicKey: string;
  /** ISO 8601, UTC. */
  readonly grantedAt: string;
  /** The public key that signed it; absent in grants from before keys could be replaced. */
  readonly signedBy?: string;
}

interface Revocation {
  readonly publicKey: string;
  /** Unix time in seconds. */
  readonly revokedAt: number;
}

/**
 * What was issued and what was withdrawn. Each grant and each revocation is a file of its own, so that two commands at
 * the same time cannot lose one another's work.
 */
export class GrantRegister {
  readonly #grants: string;
  readonly #revocations: string;

  private constructor(directory: string) {
    this.#grants = join(directory, 'grants');
    this.#revocations = join(directory, 'revocations');
  }

  static async open(directory: string): Promise<GrantRegister> {
    const register = new GrantRegister(directory);
    await makeSecretDirectory(register.#grants);
    await makeSecretDirectory(register.#revocations);
    return register;
  }

  async grant(grant: Omit<LinkGrant, 'grantedAt'>): Promise<void> {
    const whole: LinkGrant = { ...grant, grantedAt: new Date().toISOString() };
    await writeSecretFile(join(this.#grants, `${grant.publicKey}.json`), JSON.stringify(whole));
  }

  async revoke(publicKey: string): Promise<void> {
    const revocation: Revocation = { publicKey, revokedAt: Math.floor(Date.now() / 1000) };
    await writeSecretFile(join(this.#revocations, `${publicKey}.json`), JSON.stringify(revocation));
  }

  /** The grants that are not revoked. */
  async list(): Promise<LinkGrant[]> {
    const grants = await readRecords<LinkGrant>(this.#grants);
    const revoked = await this.revocations();
    return grants.filter(({ publicKey }) => !Object.hasOwn(revoked, publicKey));
  }

  /** Unix time in seconds by public key, as the claims of an account have them. */
  async revocations(): Promise<Readonly<Record<string, number>>> {
    const revocations = await readRecords<Revocation>(this.#revocations);
    return Object.fromEntries(revocations.map(({ publicKey, revokedAt }) => [publicKey, revokedAt]));
  }
}
