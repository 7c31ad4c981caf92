import { KoppelError, type Clock } from '@koppel/contract';
import {
  isOperator,
  type Call,
  type Caller,
  type LedgerEntryDraft,
  type Organisation,
  type OrganisationKey,
} from '../platform/actions.ts';
import { keyEntry, organisationEntry } from './identity-entries.ts';
import { checkNewKey, checkRevocation, requireOperator, requireSight, type KeyDraft } from './identity-policy.ts';
import type { IdentityStore, Registration } from './identity.store.ts';
import { readPublicKey } from './public-key.ts';

export interface OrganisationParts {
  readonly store: IdentityStore;
  readonly call: Call;
  readonly clock: Clock;
  /** Tells every node that what this organisation may do has changed. */
  readonly announce: (oin: string) => void;
}

/** The hub's first operator, as the configuration names it. */
export interface Operator {
  readonly oin: string;
  readonly name: string;
  readonly client: string;
  readonly jwk: Readonly<Record<string, unknown>>;
}

/** Who takes part, and with which keys. Every change is in the ledger before anybody can see it. */
export class Organisations {
  readonly #parts: OrganisationParts;

  constructor(parts: OrganisationParts) {
    this.#parts = parts;
  }

  /** Registers the operator while there is nobody else; afterwards, and on every other node, it does nothing. */
  async bootstrapOperator({ oin, name, client, jwk }: Operator): Promise<void> {
    const organisation: Organisation = { oin, name, status: 'active', collaborations: [] };
    const scopes = ['operate', 'agreements', 'ledger'] as const;
    const key = this.#newKey({ oin, use: 'client', client, scopes, jwk });
    const entries = [organisationEntry(organisation), keyEntry('key.registered', key)];
    await this.#parts.store.insertFirst(organisation, key, () => this.#log(entries));
  }

  async register(caller: Caller, draft: Omit<Organisation, 'status'>): Promise<Organisation> {
    requireOperator(caller);
    const organisation: Organisation = {
      ...draft,
      status: 'active',
      collaborations: [...new Set(draft.collaborations)].sort(),
    };
    const at = new Date(this.#parts.clock.now());
    const isNew = await this.#parts.store.insertOrganisation(organisation, at, () =>
      this.#log([organisationEntry(organisation)]),
    );
    if (!isNew) throw new KoppelError('resource.exists');
    return organisation;
  }

  /** All of them for the operator; for anybody else its own and its partners, with the collaborations that they share. */
  list(caller: Caller): Promise<Organisation[]> {
    const { store } = this.#parts;
    return isOperator(caller) ? store.listOrganisations(null) : store.listWithPartners(caller.oin);
  }

  async get(caller: Caller, oin: string): Promise<Organisation> {
    const organisation = (await this.list(caller)).find((one) => one.oin === oin);
    if (!organisation) throw new KoppelError('resource.not-found');
    return organisation;
  }

  find(oin: string): Promise<Organisation | null> {
    return this.#parts.store.findOrganisation(oin);
  }

  async addKey(caller: Caller, draft: KeyDraft): Promise<OrganisationKey> {
    checkNewKey(caller, draft);
    await this.get(caller, draft.oin);
    const key = this.#newKey(draft);
    const isNew = await this.#parts.store.insertKey(key, () => this.#logOne(keyEntry('key.registered', key)));
    if (!isNew) throw new KoppelError('resource.exists', 'This key is or was registered; make a new one');
    return key;
  }

  async listKeys(caller: Caller, oin: string): Promise<OrganisationKey[]> {
    await this.get(caller, oin);
    return this.#parts.store.listKeys(oin);
  }

  /** Revoking twice changes nothing. */
  async revokeKey(caller: Caller, oin: string, kid: string): Promise<OrganisationKey> {
    requireSight(caller, oin);
    const standing = await this.#parts.store.findKey(oin, kid);
    if (!standing) throw new KoppelError('resource.not-found');
    const { key } = standing;
    checkRevocation(caller, key);
    const at = new Date(this.#parts.clock.now());
    const isChanged = await this.#parts.store.revokeKey(kid, at, () => this.#log([keyEntry('key.revoked', key)]));
    if (isChanged) this.#parts.announce(oin);
    return { ...key, status: 'revoked' };
  }

  /** The active key of an active organisation. */
  async findKey({ oin, kid, use }: Pick<OrganisationKey, 'oin' | 'kid' | 'use'>): Promise<OrganisationKey | null> {
    const standing = await this.#parts.store.findKey(oin, kid);
    const counts = standing?.isOrganisationActive && standing.key.status === 'active' && standing.key.use === use;
    return counts ? standing.key : null;
  }

  findRegistration({ oin, kid }: Pick<OrganisationKey, 'oin' | 'kid'>): Promise<Registration | null> {
    return this.#parts.store.findRegistration(oin, kid);
  }

  #newKey({ oin, use, client, scopes, jwk }: KeyDraft): OrganisationKey {
    const publicKey = readPublicKey(jwk, use);
    const createdAt = new Date(this.#parts.clock.now()).toISOString();
    return {
      kid: publicKey.kid,
      oin,
      use,
      client,
      scopes: [...new Set(scopes)].sort(),
      jwk: publicKey.jwk,
      status: 'active',
      createdAt,
    };
  }

  async #log(entries: readonly LedgerEntryDraft[]): Promise<void> {
    await this.#parts.call('ledger.append', { entries });
  }

  async #logOne(entry: LedgerEntryDraft): Promise<number> {
    const [index] = await this.#parts.call('ledger.append', { entries: [entry] });
    if (index === undefined) throw new KoppelError('ledger.unavailable');
    return index;
  }
}
