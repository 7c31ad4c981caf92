import { join } from 'node:path';
import { encodeAccount, encodeOperator, encodeUser, fmtCreds, type Account, type User } from '@nats-io/jwt';
import { Prefix } from '@nats-io/nkeys';
import { checkAddress, linkName, type LinkAddress } from '../address.ts';
import { linkLimits } from '../limits.ts';
import { clientPermissions, hubPermissions, leafPermissions, type LinkPermissions } from '../permissions.ts';
import { createNkey, type Nkey } from './nkey.ts';
import { isEmpty, loadKey, makeSecretDirectory, readRecords, writeSecretFile } from './key-store.ts';
import { SigningKeys } from './signing-keys.ts';

/** What is at the other end; written in the credentials for whoever reads them, it changes no permission. */
export type LinkKind = 'adapter' | 'flow' | 'peer-hub';

/** A leaf node, under the name that `revokeLink` knows it by. */
export interface LeafRequest extends LinkAddress {
  /** OINs whose clients connect to it. */
  readonly organisations: readonly string[];
}

/** One issued credential, without its secret. */
export interface LinkGrant extends LinkAddress {
  readonly kind: LinkKind | 'leaf';
  readonly publicKey: string;
  /** ISO 8601, UTC. */
  readonly grantedAt: string;
  /** The public key that signed it; absent in grants from before keys could be replaced. */
  readonly signedBy?: string;
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

/** Each leaf node connects once, and nothing else is let in as one. */
const mostLeaves = 64;

/**
 * Issues and withdraws the credentials of the link. It keeps its keys in files that only its owner reads and does
 * not talk to any server: `pushAccounts` does. Each grant and each revocation is a file of its own, so that two
 * commands at the same time cannot lose one another's work.
 */
export class LinkAuthority {
  readonly #directory: string;
  readonly #keys: Record<'operator' | 'system' | 'hub' | 'link', Nkey>;
  readonly #signing: SigningKeys;

  /** Use `createLinkAuthority`. */
  constructor(directory: string, keys: Record<'operator' | 'system' | 'hub' | 'link', Nkey>, signing: SigningKeys) {
    this.#directory = directory;
    this.#keys = keys;
    this.#signing = signing;
  }

  /** Credentials for one system of one organisation; earlier ones stay valid, so that they can be replaced at leisure. */
  async grantLink(request: GrantRequest): Promise<string> {
    const { oin, client } = checkAddress(request);
    const user = createNkey(Prefix.User);
    await this.#record({ oin, client, kind: request.kind }, user);
    const claims = { ...permissionClaims(clientPermissions(request)), tags: [`kind:${request.kind}`] };
    return this.#credentials(user, linkName(request), {
      ...this.#partners(),
      claims,
      ...(request.expiresAt === undefined ? {} : { expiresAt: request.expiresAt }),
    });
  }

  /** Credentials for the connection of a leaf node, which carries the links of these organisations and no others. */
  async grantLeaf(request: LeafRequest): Promise<string> {
    const { oin, client } = checkAddress(request);
    const user = createNkey(Prefix.User);
    await this.#record({ oin, client, kind: 'leaf' }, user);
    const permitted = permissionClaims(leafPermissions(request.organisations));
    const claims: Partial<User> = { ...permitted, allowed_connection_types: ['LEAFNODE'], subs: -1 };
    return this.#credentials(user, linkName(request), { ...this.#partners(), claims });
  }

  /** Marks every credential of this system as revoked and says how many there were; `pushAccounts` makes it bind. */
  async revokeLink(address: LinkAddress): Promise<number> {
    const { oin, client } = checkAddress(address);
    const grants = (await this.listLinks()).filter((grant) => grant.oin === oin && grant.client === client);
    for (const { publicKey } of grants) await this.#revoke(publicKey);
    return grants.length;
  }

  /** Makes a new key that signs credentials from now on, and answers its version; `pushAccounts` before the first use of one. */
  async rotateSigningKey(): Promise<number> {
    return (await this.#signing.add()).version;
  }

  /**
   * Ends the former signing keys and revokes what was not renewed; answers the version that is left. `pushAccounts` makes
   * it bind.
   */
  async endFormerSigningKeys(): Promise<number> {
    for (const grant of await this.listLinks()) if (!this.isCurrent(grant)) await this.#revoke(grant.publicKey);
    await this.#signing.endFormer();
    return this.#signing.current?.version ?? 0;
  }

  /** Whether the key that signs now signed this grant. */
  isCurrent({ signedBy }: LinkGrant): boolean {
    return signedBy === this.#signer() || (signedBy === undefined && this.#signing.current === undefined);
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

  /** The account in which partners are; a leaf node connects to it. */
  linkAccountKey(): string {
    return this.#keys.link.getPublicKey();
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
      this.#account('LINK', this.#keys.link, {
        revocations: revoked,
        signing_keys: this.#signing.publicKeys(),
        limits: { ...accountLimits, leaf: mostLeaves },
      }),
    ]);
  }

  async #record(grant: Pick<LinkGrant, 'oin' | 'client' | 'kind'>, user: Nkey): Promise<void> {
    const publicKey = user.getPublicKey();
    const whole: LinkGrant = { ...grant, publicKey, grantedAt: new Date().toISOString(), signedBy: this.#signer() };
    await writeSecretFile(join(this.#directory, 'grants', `${publicKey}.json`), JSON.stringify(whole));
  }

  async #revoke(publicKey: string): Promise<void> {
    const revocation: Revocation = { publicKey, revokedAt: Math.floor(Date.now() / 1000) };
    await writeSecretFile(join(this.#directory, 'revocations', `${publicKey}.json`), JSON.stringify(revocation));
  }

  /** Partners' credentials are signed by a key that can be replaced; the hub's own by the account's. */
  #partners(): { readonly account: Nkey; readonly signer?: Nkey } {
    const { current } = this.#signing;
    return { account: this.#keys.link, ...(current ? { signer: current.key } : {}) };
  }

  #signer(): string {
    return (this.#signing.current?.key ?? this.#keys.link).getPublicKey();
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
    grant: {
      readonly account: Nkey;
      readonly signer?: Nkey;
      readonly claims: Partial<User>;
      readonly expiresAt?: number;
    },
  ): Promise<string> {
    // A credential opens an ordinary connection only, unless it is a leaf's: no MQTT, no websocket.
    const claims: Partial<User> = { ...connectionLimits, allowed_connection_types: ['STANDARD'], ...grant.claims };
    const validity = grant.expiresAt === undefined ? {} : { exp: grant.expiresAt };
    const signer = grant.signer === undefined ? {} : { signer: grant.signer };
    const jwt = await encodeUser(name, user, grant.account, claims, { ...validity, ...signer });
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

/**
 * Opens the authority whose keys are in this directory, and makes the keys of a new one.
 *
 * @throws KoppelError `config.invalid` when a key is missing where there was an authority before: made anew, it would cut
 * off every partner.
 */
export async function createLinkAuthority(directory: string): Promise<LinkAuthority> {
  const keys = join(directory, 'keys');
  for (const path of [directory, keys, join(directory, 'grants'), join(directory, 'revocations')]) {
    await makeSecretDirectory(path);
  }
  const isNew = await isEmpty(directory);
  const signing = await SigningKeys.open(keys);
  const pairs = {
    operator: await loadKey(keys, 'operator', isNew),
    system: await loadKey(keys, 'system', isNew),
    hub: await loadKey(keys, 'hub', isNew),
    link: await loadKey(keys, 'link', isNew),
  };
  if (isNew) await signing.add();
  return new LinkAuthority(directory, pairs, signing);
}
