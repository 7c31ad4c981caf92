import type { LedgerEntryDraft } from '../platform/actions.ts';
import type { ModelVersion } from '../platform/model-actions.ts';
import type { Person } from './office.ts';

/** What the ledger keeps of a step: which document, whose it is, and who did it in which office. */
export function modelEntry(
  type: Extract<LedgerEntryDraft['type'], `model.${string}`>,
  { collaboration, digest }: ModelVersion,
  { oin, client, person, role }: Person & { readonly role: string },
): LedgerEntryDraft {
  return {
    type,
    action: 'change',
    collaboration,
    digest,
    organisation: { oin, client },
    actor: { id: person, role },
  };
}
