import type { AgreementRecord, ExchangeRequest } from '@koppel/contract';

/** How many agreements, and between how many partners. */
export interface SetSize {
  readonly agreements: number;
  readonly partners: number;
}

/** The instant at which everything is asked. */
export const askedAt = Date.parse('2026-06-01T12:00:00Z');
export const client = 'intake';

const purpose = 'prevent-and-detect-offences';
const operation = 'records.find-residents';
const text = { nl: 'Meting', en: 'Benchmark' };

/** Synthetic organisations; no issued OIN starts like this. */
export const oinOf = (partner: number): string => `000000099990${partner.toString().padStart(8, '0')}`;
export const idOf = (number: number): string => `01938c5e-8c00-7000-8000-${number.toString(16).padStart(12, '0')}`;

export const stranger = oinOf(99_999_999);

/** Each as if it had come over the bus on its own, so that no two share what they hold. */
export const recordOf = (number: number, { partners }: SetSize): AgreementRecord =>
  JSON.parse(JSON.stringify(sharingRecord(number, partners)));

/** What the requester of an agreement asks under it. */
export function requestUnder({ agreement }: AgreementRecord): ExchangeRequest {
  const actor = { id: 'employee-7', role: 'analyst' };
  return { agreement: agreement.id, operation, purpose, actor, request: {}, subjectRole: 'suspect' };
}

function sharingRecord(number: number, partners: number): AgreementRecord {
  const requester = oinOf(number % partners);
  const provider = oinOf((number + 1) % partners);
  return {
    agreement: {
      id: idOf(number),
      version: 1,
      title: text,
      publicInterest: text,
      collaboration: 'bench-region',
      purpose: { code: purpose, description: text },
      legalBasis: ['jci1.3:c:BWBR0022463&artikel=20'],
      requester,
      requesterClients: [client],
      provider,
      operation,
      operationVersion: 1,
      mode: 'content',
      grantedFields: ['residents[].name.familyName', 'residents[].birth.date', 'count'],
      subjectRoles: ['suspect', 'victim'],
      casePhases: [],
      prerequisites: [],
      conditions: [],
      onwardDisclosure: { allowed: false, recipients: [] },
      retention: { days: 365, lockedYears: 5 },
      validity: { from: '2026-01-01T00:00:00Z', until: '2027-01-01T00:00:00Z' },
      evidence: 'logged',
    },
    status: 'active',
    signatures: [requester, provider].map(signatureOf),
    digest: number.toString(16).padStart(64, '0'),
    changedAt: '2026-01-01T00:00:00Z',
    revision: 3,
  };
}

const signatureOf = (organisation: string): AgreementRecord['signatures'][number] => ({
  organisation,
  approver: { id: 'app-20f1', role: 'director' },
  mandate: 'MB-2026-017',
  at: '2026-01-01T00:00:00Z',
  kid: `${organisation}-key`,
  signature: 'A'.repeat(86),
});
