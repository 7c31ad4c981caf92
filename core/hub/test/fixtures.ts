import {
  mark,
  type AgreementRecord,
  type ExchangeAgreement,
  type ExchangeRequest,
  type OperationDescription,
} from '@koppel/contract';

/** Synthetic organisations; no issued OIN starts like this. */
export const oins = {
  operator: '00000009999000000000',
  requester: '00000009999000000001',
  provider: '00000009999000000002',
  stranger: '00000009999000000003',
} as const;

export const agreementId = '01938c5e-8c00-7000-8000-000000000001';
export const now = Date.parse('2026-06-01T12:00:00Z');

const text = { nl: 'Voorbeeld', en: 'Example' };

export function anAgreement(change: Partial<ExchangeAgreement> = {}): ExchangeAgreement {
  return {
    id: agreementId,
    version: 1,
    title: text,
    publicInterest: text,
    collaboration: 'example-region',
    purpose: { code: 'prevent-and-detect-offences', description: text },
    legalBasis: ['jci1.3:c:BWBR0022463&artikel=20'],
    requester: oins.requester,
    requesterClients: [],
    provider: oins.provider,
    operation: 'municipality.find-residents',
    operationVersion: 1,
    mode: 'content',
    grantedFields: ['residents[].familyName', 'count'],
    subjectRoles: [],
    casePhases: [],
    prerequisites: [],
    conditions: [],
    onwardDisclosure: { allowed: false, recipients: [] },
    retention: { days: 365, lockedYears: 5 },
    validity: { from: '2026-01-01T00:00:00Z', until: '2027-01-01T00:00:00Z' },
    evidence: 'logged',
    ...change,
  };
}

export function aRecord(
  change: Partial<AgreementRecord> = {},
  agreement: Partial<ExchangeAgreement> = {},
): AgreementRecord {
  return {
    agreement: anAgreement(agreement),
    status: 'active',
    signatures: [],
    digest: '0'.repeat(64),
    changedAt: '2026-01-01T00:00:00Z',
    revision: 3,
    ...change,
  };
}

export function aRequest(change: Partial<ExchangeRequest> = {}): ExchangeRequest {
  return {
    agreement: agreementId,
    operation: 'municipality.find-residents',
    purpose: 'prevent-and-detect-offences',
    actor: { id: 'emp-7f3a91', role: 'intelligence-officer' },
    request: { bsn: '999990019' },
    ...change,
  };
}

const identity = mark({ category: 'identity', subjectRole: 'any', secrecy: 'none' });

/** Asks about a bsn; answers residents and how many there are. */
export const findResidents: OperationDescription = {
  name: 'municipality.find-residents',
  version: '1.0.0',
  title: text,
  description: text,
  modes: ['match', 'content'],
  request: {
    type: 'object',
    properties: { bsn: { type: 'string', pattern: '^[0-9]{9}$', maxLength: 9 } },
    required: ['bsn'],
    additionalProperties: false,
  },
  reply: {
    type: 'object',
    properties: {
      residents: {
        type: 'array',
        maxItems: 100,
        items: {
          type: 'object',
          properties: {
            familyName: { type: 'string', maxLength: 100, ...identity },
            birthDate: { type: 'string', maxLength: 10, ...identity },
          },
          required: ['familyName', 'birthDate'],
          additionalProperties: false,
        },
      },
      count: { type: 'integer', ...mark({ category: 'household', subjectRole: 'none', secrecy: 'awr67' }) },
    },
    required: ['residents', 'count'],
    additionalProperties: false,
  },
  subjects: [{ path: 'bsn', kind: 'bsn' }],
  example: {
    request: { bsn: '999990019' },
    reply: { residents: [{ familyName: 'Testpersoon', birthDate: '1980-01-01' }], count: 1 },
  },
};
