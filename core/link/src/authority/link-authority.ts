import { join } from 'node:path';
import { encodeAccount, encodeOperator, type Account, type User } from '@nats-io/jwt';
import { Prefix } from '@nats-io/nkeys';
import { checkAddress, linkName, type LinkAddress } from '../address.ts';
import { clientPermissions, hubPermissions, leafPermissions } from '../permissions.ts';
import { connectionLimits, encodeCredentials, permissionClaims, type CredentialTerms } from './credentials.ts';
import { GrantRegister, type LinkGrant, type LinkKind } from './grant-register.ts';
import { createNkey, type Nkey } from './nkey.ts';
import { isEmpty, loadKey, makeSecretDirectory } from './key-store.ts';
import { SigningKeys } from './signing-keys.ts';

/** A leaf node, under the name that `revokeLink` knows it by. */
export interface LeafRequest extends LinkAddress {
  /** OINs whose clients connect to it. */
  readonly organisations: readonly string[];
}

export interface GrantRequest extends LinkAddress {
  readonly kind: LinkKind;
  /** Unix time in seconds; the server ends the connection then. Absent: until revoked. */
  readonly expiresAt?: number;
}

/** An account as the server knows it: its public key and its signed claims. */
export interface AccountClaims {
  readonly publicKey: string;
  readonly jwt: string;
}

const accountLimits = { ...connectionLimits, subs: -1, conn: -1, leaf: 0, imports: 0, exports: 0, wildcards: true };

type AuthorityKeys = Readonly<Record<'operator' | 'system' | 'hub' | 'link', Nkey>>;

/** Each leaf node connects once, and nothing else is let in as one. */
const mostLeaves = 64;

/**
 * Issues and withdraws the credentials of the link. It keeps its keys in files that only its owner reads and does
 * not talk to any server: `pushAccounts` does.
 */
export class LinkAuthority {
  readonly #register: GrantRegister;
  readonly #keys: AuthorityKeys;
  readonly #signing: SigningKeys;

  /** Use `createLinkAuthority`. */
  constructor(register: GrantRegister, keys: AuthorityKeys, signing: SigningKeys) {
    this.#register = register;
    this.#keys = keys;
    this.#signing = signing;
  }

  /** Credentials for one system of one organisation; earlier ones stay valid, so that they can be replaced at leisure. */
  async grantLink(request: GrantRequest): Promise<string> {
    const claims = { ...permissionClaims(clientPermissions(request)), tags: [`kind:${request.kind}`] };
    const { expiresAt } = request;
    return this.#grant(request, request.kind, { claims, ...(expiresAt === undefined ? {} : { expiresAt }) });
  }

  /** Credentials for the connection of a leaf node, which carries the links of these organisations and no others. */
  async grantLeaf(request: LeafRequest): Promise<string> {
    const permitted = permissionClaims(leafPermissions(request.organisations));
    const claims: Partial<User> = { ...permitted, allowed_connection_types: ['LEAFNODE'], subs: -1 };
    return this.#grant(request, 'leaf', { claims });
  }

  /** Marks every credential of this system as revoked and says how many there were; `pushAccounts` makes it bind. */
  async revokeLink(address: LinkAddress): Promise<number> {
    const { oin, client } = checkAddress(address);
    const grants = (await this.listLinks()).filter((grant) => grant.oin === oin && grant.client === client);
    for (const { publicKey } of grants) await this.#register.revoke(publicKey);
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
    for (const grant of await this.listLinks())
      if (!this.isCurrent(grant)) await this.#register.revoke(grant.publicKey);
    await this.#signing.endFormer();
    return this.#signing.current?.version ?? 0;
  }

  /** Whether the key that signs now signed this grant. */
  isCurrent({ signedBy }: LinkGrant): boolean {
    return (
      signedBy === this.#signer().getPublicKey() || (signedBy === undefined && this.#signing.current === undefined)
    );
  }

  /** The credentials that are not revoked. */
  listLinks(): Promise<LinkGrant[]> {
    return this.#register.list();
  }

  /** Credentials for the hub's end of the link. */
  async grantHubEdge(): Promise<string> {
    return encodeCredentials(createNkey(Prefix.User), 'hub', {
      account: this.#keys.link,
      claims: permissionClaims(hubPermissions),
    });
  }

  /** Credentials for a hub node in the account of the hub itself; no partner ever holds one. */
  async grantHubNode(): Promise<string> {
    return encodeCredentials(createNkey(Prefix.User), 'hub-node', { account: this.#keys.hub, claims: {} });
  }

  /** Credentials for the system account; they last five minutes, enough for one push. */
  async grantSystem(): Promise<string> {
    const expiresAt = Math.floor(Date.now() / 1000) + 300;
    return encodeCredentials(createNkey(Prefix.User), 'system', { account: this.#keys.system, claims: {}, expiresAt });
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
    return Promise.all([
      this.#account('SYS', this.#keys.system, {}),
      this.#account('HUB', this.#keys.hub, {}),
      this.#account('LINK', this.#keys.link, {
        revocations: await this.#register.revocations(),
        signing_keys: this.#signing.publicKeys(),
        limits: { ...accountLimits, leaf: mostLeaves },
      }),
    ]);
  }

  /** Partners' credentials are signed by a key that can be replaced; the hub's own by the account's. */
  async #grant(
    address: LinkAddress,
    kind: LinkGrant['kind'],
    terms: Pick<CredentialTerms, 'claims' | 'expiresAt'>,
  ): Promise<string> {
    const { oin, client } = checkAddress(address);
    const user = createNkey(Prefix.User);
    const signer = this.#signer();
    await this.#register.grant({ oin, client, kind, publicKey: user.getPublicKey(), signedBy: signer.getPublicKey() });
    return encodeCredentials(user, linkName(address), { ...terms, account: this.#keys.link, signer });
  }

  #signer(): Nkey {
    return this.#signing.current?.key ?? this.#keys.link;
  }

  async #account(name: string, key: Nkey, claims: Partial<Account>): Promise<AccountClaims> {
    const account = { limits: accountLimits, ...claims };
    const jwt = await encodeAccount(name, key, account, { signer: this.#keys.operator });
    return { publicKey: key.getPublicKey(), jwt };
  }
}

/**
 * Opens the authority whose keys are in this directory, and makes the keys of a new one.
 *
 * @throws KoppelError `config.invalid` when a key is missing where there was an authority before: made anew, it would cut
 * off every partner.
 */
export async function createLinkAuthority(directory: string): Promise<LinkAuthority> {
  const keys = join(directory, 'keys');
  await makeSecretDirectory(directory);
  await makeSecretDirectory(keys);
  const register = await GrantRegister.open(directory);
  const isNew = await isEmpty(directory);
  const signing = await SigningKeys.open(keys);
  const pairs = {
    operator: await loadKey(keys, 'operator', isNew),
    system: await loadKey(keys, 'system', isNew),
    hub: await loadKey(keys, 'hub', isNew),
    link: await loadKey(keys, 'link', isNew),
  };
  if (isNew) await signing.add();
  return new LinkAuthority(register, pairs, signing);
}
