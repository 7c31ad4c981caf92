import { join } from 'node:path';
import { encodeAccount, encodeOperator, encodeUser, fmtCreds, type Account, type User } from '@nats-io/jwt';
import { Prefix } from '@nats-io/nkeys';
import { checkAddress, linkName, type LinkAddress } from '../address.ts';
import { linkLimits } from '../limits.ts';
import { clientPermissions, hubPermissions, type LinkPermissions } from '../permissions.ts';
import { createNkey, type Nkey } from './nkey.ts';
import { loadKey, makeSecretDirectory, readRecords, writeSecretFile } from './key-store.ts';

/** What is at the other end; written in the credentials for whoever reads them, it changes no permission. */
export type LinkKind = 'adapter' | 'flow' | 'peer-hub';

/** One issued credential, without its secret. */
export interface LinkGrant extends LinkAddress {
  readonly kind: LinkKind;
  readonly publicKey: string;
  /** ISO 8601, UTC. */
  readonly grantedAt: string;
}

export interface GrantRequest extends LinkAddress {
  readonly kind: LinkKind;
  /** Unix time in seconds; the server ends the connection then. Absent: until revoked. */
  readonly expiresAt?: number;
}

interface Revocation {
  readonly publicKey: string;
  /** Unix time in seconds. */
  readonly revokedAt: number;
}

/** An account as the server knows it: its public key and its signed claims. */
export interface AccountClaims {
  readonly publicKey: string;
  readonly jwt: string;
}

const connectionLimits = { subs: 256, payload: linkLimits.maxPayload, data: -1 };
const accountLimits = { ...connectionLimits, subs: -1, conn: -1, leaf: 0, imports: 0, exports: 0, wildcards: true };

/**
 * Issues and withdraws the credentials of the link. It keeps its keys in files that only its owner reads and does
 * not talk to any server: `pushAccounts` does. Each grant and each revocation is a file of its own, so that two
 * commands at the same time cannot lose one another's work.
 */
export class LinkAuthority {
  readonly #directory: string;
  readonly #keys: Record<'operator' | 'system' | 'hub' | 'link', Nkey>;

  /** Use `createLinkAuthority`. */
  constructor(directory: string, keys: Record<'operator' | 'system' | 'hub' | 'link', Nkey>) {
    this.#directory = directory;
    this.#keys = keys;
  }

  /** Credentials for one system of one organisation; earlier ones stay valid, so that they can be replaced at leisure. */
  async grantLink(request: GrantRequest): Promise<string> {
    const { oin, client } = checkAddress(request);
    const user = createNkey(Prefix.User);
    const publicKey = user.getPublicKey();
    const grant: LinkGrant = { oin, client, kind: request.kind, publicKey, grantedAt: new Date().toISOString() };
    await writeSecretFile(join(this.#directory, 'grants', `${publicKey}.json`), JSON.stringify(grant));
    const claims = { ...permissionClaims(clientPermissions(request)), tags: [`kind:${request.kind}`] };
    return this.#credentials(user, linkName(request), {
      account: this.#keys.link,
      claims,
      ...(request.expiresAt === undefined ? {} : { expiresAt: request.expiresAt }),
    });
  }

  /** Marks every credential of this system as revoked and says how many there were; `pushAccounts` makes it bind. */
  async revokeLink(address: LinkAddress): Promise<number> {
    const { oin, client } = checkAddress(address);
    const grants = (await this.listLinks()).filter((grant) => grant.oin === oin && grant.client === client);
    const revokedAt = Math.floor(Date.now() / 1000);
    for (const { publicKey } of grants) {
      const revocation: Revocation = { publicKey, revokedAt };
      await writeSecretFile(join(this.#directory, 'revocations', `${publicKey}.json`), JSON.stringify(revocation));
    }
    return grants.length;
  }

  /** The credentials that are not revoked. */
  async listLinks(): Promise<LinkGrant[]> {
    const grants = await readRecords<LinkGrant>(join(this.#directory, 'grants'));
    const revoked = new Set((await this.#revocations()).map(({ publicKey }) => publicKey));
    return grants.filter(({ publicKey }) => !revoked.has(publicKey));
  }

  /** Credentials for the hub's end of the link. */
  async grantHubEdge(): Promise<string> {
    return this.#credentials(createNkey(Prefix.User), 'hub', {
      account: this.#keys.link,
      claims: permissionClaims(hubPermissions),
    });
  }

  /** Credentials for a hub node in the account of the hub itself; no partner ever holds one. */
  async grantHubNode(): Promise<string> {
    return this.#credentials(createNkey(Prefix.User), 'hub-node', { account: this.#keys.hub, claims: {} });
  }

  /** Credentials for the system account; they last five minutes, enough for one push. */
  async grantSystem(): Promise<string> {
    const expiresAt = Math.floor(Date.now() / 1000) + 300;
    return this.#credentials(createNkey(Prefix.User), 'system', { account: this.#keys.system, claims: {}, expiresAt });
  }

  /** The operator's claims, which a server needs to trust the accounts. */
  async operatorJwt(): Promise<string> {
    const systemAccount = this.#keys.system.getPublicKey();
    return encodeOperator('koppel', this.#keys.operator, { system_account: systemAccount });
  }

  systemAccountKey(): string {
    return this.#keys.system.getPublicKey();
  }

  /** The accounts as they should be now, revocations included. */
  async accounts(): Promise<AccountClaims[]> {
    const revocations = await this.#revocations();
    const revoked = Object.fromEntries(revocations.map(({ publicKey, revokedAt }) => [publicKey, revokedAt]));
    return Promise.all([
      this.#account('SYS', this.#keys.system, {}),
      this.#account('HUB', this.#keys.hub, {}),
      this.#account('LINK', this.#keys.link, { revocations: revoked }),
    ]);
  }

  #revocations(): Promise<Revocation[]> {
    return readRecords<Revocation>(join(this.#directory, 'revocations'));
  }

  async #account(name: string, key: Nkey, claims: Partial<Account>): Promise<AccountClaims> {
    const account = { limits: accountLimits, ...claims };
    const jwt = await encodeAccount(name, key, account, { signer: this.#keys.operator });
    return { publicKey: key.getPublicKey(), jwt };
  }

  async #credentials(
    user: Nkey,
    name: string,
    grant: { readonly account: Nkey; readonly claims: Partial<User>; readonly expiresAt?: number },
  ): Promise<string> {
    // A credential opens an ordinary connection only: no leaf node, no MQTT, no websocket.
    const claims: Partial<User> = { ...connectionLimits, allowed_connection_types: ['STANDARD'], ...grant.claims };
    const validity = grant.expiresAt === undefined ? {} : { exp: grant.expiresAt };
    const jwt = await encodeUser(name, user, grant.account, claims, validity);
    return Buffer.from(fmtCreds(jwt, user)).toString('ascii');
  }
}

function permissionClaims(permissions: LinkPermissions): Partial<User> {
  const nanosecondsPerMs = 1_000_000;
  return {
    pub: { allow: [...permissions.publish] },
    sub: { allow: [...permissions.subscribe] },
    ...(permissions.mayRespond ? { resp: { max: 1, ttl: linkLimits.replyWindowMs * nanosecondsPerMs } } : {}),
  };
}

/** Opens the authority whose keys are in this directory, and makes the keys when there are none. */
export async function createLinkAuthority(directory: string): Promise<LinkAuthority> {
  const keys = join(directory, 'keys');
  for (const path of [directory, keys, join(directory, 'grants'), join(directory, 'revocations')]) {
    await makeSecretDirectory(path);
  }
  return new LinkAuthority(directory, {
    operator: await loadKey(keys, 'operator'),
    system: await loadKey(keys, 'system'),
    hub: await loadKey(keys, 'hub'),
    link: await loadKey(keys, 'link'),
  });
}
