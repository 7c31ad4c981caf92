import { canonicalDigest } from '@koppel/contract';
import type { Caller, LedgerEntryDraft, Organisation, OrganisationKey } from '../platform/actions.ts';
import type { SaltedMandate } from './mandates.store.ts';

/** What the ledger keeps of an organisation: that it was registered, and a digest of how. */
export function organisationEntry(organisation: Organisation): LedgerEntryDraft {
  const { oin, name, collaborations } = organisation;
  return {
    type: 'organisation.registered',
    action: 'change',
    organisation: { oin },
    digest: canonicalDigest({ oin, name, collaborations }),
  };
}

/** What the ledger keeps of a key: whose it is, and its thumbprint in hexadecimal. */
export function keyEntry(type: 'key.registered' | 'key.revoked', key: OrganisationKey): LedgerEntryDraft {
  const { oin, client, kid } = key;
  return {
    type,
    action: 'change',
    organisation: client === null ? { oin } : { oin, client },
    digest: Buffer.from(kid, 'base64url').toString('hex'),
  };
}

/**
 * What the ledger keeps of a mandate: who decided about it, and a digest of what. Without the salt, which stays with
 * the record, nobody finds a person by trying pseudonyms.
 */
export function mandateEntry(
  type: 'mandate.given' | 'mandate.revoked',
  { mandate, salt }: SaltedMandate,
  { oin, client }: Caller,
): LedgerEntryDraft {
  const { inForce: _derived, ...decided } = mandate;
  return {
    type,
    action: 'change',
    organisation: { oin, client },
    collaboration: mandate.collaboration,
    digest: canonicalDigest({ salt, mandate: decided }),
  };
}
