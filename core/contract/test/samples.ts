import { Type } from 'typebox';
import { defineEvent, defineOperation, mark, type AgreementDraft, type ExchangeAgreement } from '../src/index.ts';

const closed = { additionalProperties: false };
const text = { nl: 'Nederlands', en: 'English' };

/** Marks of every kind: police data about a suspect, tax data, something about nobody. */
export const findIncidents = defineOperation({
  name: 'police.find-incidents',
  version: '2.1.0',
  title: text,
  description: text,
  modes: ['match', 'content'],
  request: Type.Object({ bsn: Type.String({ pattern: '^[0-9]{9}$', minLength: 9, maxLength: 9 }) }, closed),
  reply: Type.Object(
    {
      suspects: Type.Array(
        Type.Object(
          {
            name: Type.String({
              maxLength: 80,
              ...mark({ category: 'identity', subjectRole: 'suspect', secrecy: 'wpg' }),
            }),
            income: Type.Integer({ ...mark({ category: 'income', subjectRole: 'any', secrecy: 'awr67' }) }),
          },
          closed,
        ),
        { maxItems: 20 },
      ),
      district: Type.String({
        maxLength: 80,
        ...mark({ category: 'administrative', subjectRole: 'none', secrecy: 'none' }),
      }),
    },
    closed,
  ),
  subjects: [{ path: 'bsn', kind: 'bsn' }],
  example: { request: { bsn: '999990019' }, reply: { suspects: [{ name: 'Example', income: 1 }], district: 'East' } },
});

export const incidentReported = defineEvent({
  type: 'incident.reported',
  version: '1.0.0',
  title: text,
  schema: Type.Object(
    {
      district: Type.String({ maxLength: 80, ...mark({ category: 'incident', subjectRole: 'none', secrecy: 'none' }) }),
    },
    closed,
  ),
  example: { district: 'East' },
});

export const municipality = '00000001001234567000';
export const police = '00000001007654321000';

export const draft: AgreementDraft = {
  title: text,
  publicInterest: text,
  collaboration: 'region-east',
  purpose: { code: 'maintain-public-order', description: text },
  legalBasis: ['jci1.3:c:BWBR0022463&artikel=20'],
  requester: municipality,
  requesterClients: [],
  provider: police,
  operation: 'police.find-incidents',
  operationVersion: 2,
  mode: 'content',
  grantedFields: ['suspects[].name', 'district'],
  subjectRoles: ['suspect'],
  casePhases: [],
  prerequisites: [],
  conditions: [],
  onwardDisclosure: { allowed: false, recipients: [] },
  retention: { days: 30, lockedYears: 5 },
  validity: { from: '2026-01-01T00:00:00Z', until: '2027-01-01T00:00:00Z' },
  evidence: 'logged',
};

export const agreement: ExchangeAgreement = { ...draft, id: '0199c1de-aaaa-7bbb-8ccc-1234567890ab', version: 1 };

/** A manifest as JSON that passes, free to be changed. */
export function createManifest(): Record<string, unknown> & { operations: Record<string, unknown>[] } {
  return structuredClone({
    id: 'police',
    version: '1.0.0',
    contract: '^1.0.0',
    owner: police,
    title: text,
    description: text,
    operations: [JSON.parse(JSON.stringify(findIncidents))],
    events: [JSON.parse(JSON.stringify(incidentReported))],
    configSchema: { type: 'object' },
    secrets: [],
    egress: [],
    healthIntervalMs: 30_000,
    rate: { perSecond: 50, retryAfterMs: 1000 },
    effect: 'idempotent',
    lifecycle: 'experimental',
  });
}
