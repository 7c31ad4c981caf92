import type { Trace } from '@koppel/contract';
import type { Caller, Scope } from './caller.ts';

export interface Organisation {
  readonly oin: string;
  readonly name: string;
  readonly status: 'active' | 'inactive';
  readonly collaborations: readonly string[];
}

/** A public key of an organisation: `client` keys authenticate a system, `agreement` keys sign agreements, `evidence` keys what is asked and answered. */
export interface OrganisationKey {
  readonly kid: string;
  readonly oin: string;
  readonly use: 'client' | 'agreement' | 'evidence';
  /** The system the key belongs to; only for `client` keys. */
  readonly client: string | null;
  readonly scopes: readonly Scope[];
  readonly jwk: Readonly<Record<string, unknown>>;
  readonly status: 'active' | 'revoked';
  readonly createdAt: string;
}

/** What may be asked about organisations, their keys and their tokens. */
export interface IdentityActions {
  'identity.verify': [params: { token: string }, result: Caller];
  'identity.issueToken': [
    params: { form: Readonly<Record<string, string>>; context: Trace },
    result: { accessToken: string; expiresInSeconds: number; scopes: readonly Scope[] },
  ];
  'identity.registerOrganisation': [
    params: { caller: Caller; organisation: Omit<Organisation, 'status'> },
    result: Organisation,
  ];
  'identity.listOrganisations': [params: { caller: Caller }, result: readonly Organisation[]];
  'identity.getOrganisation': [params: { caller: Caller; oin: string }, result: Organisation];
  /** For other rooms: no caller, no policy. */
  'identity.findOrganisation': [params: { oin: string }, result: Organisation | null];
  'identity.addKey': [
    params: { caller: Caller; key: Pick<OrganisationKey, 'oin' | 'use' | 'client' | 'scopes' | 'jwk'> },
    result: OrganisationKey,
  ];
  'identity.listKeys': [params: { caller: Caller; oin: string }, result: readonly OrganisationKey[]];
  'identity.revokeKey': [params: { caller: Caller; oin: string; kid: string }, result: OrganisationKey];
  /** For other rooms: the active key with this id, of this organisation and use. */
  'identity.findKey': [
    params: { oin: string; kid: string; use: OrganisationKey['use'] },
    result: OrganisationKey | null,
  ];

  /** For other rooms: any key of this organisation, revoked or not, and under which index of the ledger it was registered. */
  'identity.findRegistration': [
    params: { oin: string; kid: string },
    result: { readonly jwk: OrganisationKey['jwk']; readonly ledgerIndex: number } | null,
  ];
}
