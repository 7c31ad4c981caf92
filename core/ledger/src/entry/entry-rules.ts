import type { OptionalField } from './entry-fields.ts';

/** Which fields an entry of one type must and may have; every other field is forbidden. */
export interface EntryRule {
  readonly requires: readonly OptionalField[];
  readonly allows: readonly OptionalField[];
}

const asked = ['exchange', 'transaction', 'trace', 'operation', 'requester'] as const;
const agreed = ['collaboration', 'agreement', 'mode', 'provider', 'actor', 'purpose', 'subjects'] as const;
const signed = ['agreement', 'collaboration', 'digest'] as const;

const agreementRule: EntryRule = {
  requires: signed,
  allows: ['organisation', 'actor', 'purpose', 'operation', 'mode', 'code', 'trace'],
};

const mandateRule: EntryRule = { requires: ['organisation', 'digest'], allows: ['collaboration', 'trace'] };

const modelRule: EntryRule = { requires: ['collaboration', 'digest'], allows: ['organisation', 'actor', 'trace'] };

/**
 * What happens in a signal or a case is logged with a digest and nothing else: whoever reads the whole log must not learn
 * that a case exists to which they are not joined, nor how many there are of one collaboration. An agreement would name
 * the collaboration, and a trace the exchange in the same breath.
 */
const processRule: EntryRule = { requires: ['digest'], allows: [] };

/** One rule per type of entry. */
export const entryRules = {
  'request.disclosed': { requires: [...asked, ...agreed], allows: ['prerequisites', 'evidence'] },
  'request.refused': { requires: [...asked, 'code'], allows: agreed },
  'reply.released': { requires: [...asked, ...agreed, 'fields', 'withheld'], allows: ['evidence'] },
  'reply.refused': { requires: [...asked, ...agreed, 'code'], allows: ['withheld'] },
  'reply.failed': { requires: [...asked, ...agreed, 'code'], allows: [] },
  'reply.late': { requires: [...asked, ...agreed], allows: ['code'] },
  'agreement.drafted': agreementRule,
  'agreement.signed': { requires: [...signed, 'organisation'], allows: agreementRule.allows },
  'agreement.activated': agreementRule,
  'agreement.suspended': agreementRule,
  'agreement.resumed': agreementRule,
  'agreement.revoked': agreementRule,
  'organisation.registered': { requires: ['organisation'], allows: ['digest', 'actor', 'trace'] },
  'mandate.given': mandateRule,
  'mandate.revoked': mandateRule,
  'model.drafted': modelRule,
  'model.proposed': modelRule,
  'model.approved': modelRule,
  'model.rejected': modelRule,
  'model.applied': modelRule,
  'process.recorded': processRule,
  'process.voided': processRule,
  'entry.voided': { requires: ['digest'], allows: [] },
  'key.registered': { requires: ['organisation', 'digest'], allows: ['actor', 'trace'] },
  'key.revoked': { requires: ['organisation', 'digest'], allows: ['actor', 'trace', 'code'] },
  'ledger.gap-recorded': { requires: ['organisation', 'gap', 'code'], allows: ['actor', 'trace'] },
  'ledger.consulted': { requires: ['organisation', 'operation', 'trace'], allows: [] },
  'key.rotated': { requires: ['key', 'digest'], allows: ['collaboration', 'organisation', 'trace', 'code'] },
} as const satisfies Record<string, EntryRule>;

export type EntryType = keyof typeof entryRules;

export const entryTypes = Object.keys(entryRules) as readonly EntryType[];

export const isEntryType = (type: unknown): type is EntryType =>
  typeof type === 'string' && Object.hasOwn(entryRules, type);
