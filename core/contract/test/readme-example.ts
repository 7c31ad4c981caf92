import { checkAgreementDraft, defineAdapter, defineHandler, defineOperation, manifestOf, mark } from '@koppel/contract';
import { Type } from 'typebox';

const permit = { category: 'permit', subjectRole: 'none', secrecy: 'none' } as const;

const findPermits = defineOperation({
  name: 'municipality.find-permits',
  version: '1.0.0',
  title: { nl: 'Vergunningen bij een onderneming', en: 'Permits of a business' },
  description: { nl: 'Geldige vergunningen, per KVK-nummer.', en: 'Valid permits, by registration number.' },
  modes: ['match', 'content'],
  request: Type.Object({ kvk: Type.String({ pattern: '^[0-9]{8}$', maxLength: 8 }) }, { additionalProperties: false }),
  reply: Type.Object(
    { kinds: Type.Array(Type.String({ maxLength: 40, ...mark(permit) }), { maxItems: 100 }) },
    { additionalProperties: false },
  ),
  subjects: [{ path: 'kvk', kind: 'kvk' }],
  example: { request: { kvk: '90000001' }, reply: { kinds: ['catering'] } },
});

export const adapter = defineAdapter({
  manifest: {
    id: 'municipality',
    version: '1.0.0',
    contract: '^1.0.0',
    title: { nl: 'Gemeente', en: 'Municipality' },
    description: { nl: 'Vergunningen van de gemeente.', en: 'Permits of the municipality.' },
    operations: [findPermits],
    events: [],
    secrets: [],
    egress: [],
    healthIntervalMs: 30_000,
    rate: { perSecond: 50, retryAfterMs: 1000 },
    effect: 'idempotent',
    lifecycle: 'experimental',
  },
  config: Type.Object({ kinds: Type.Array(Type.String()) }),
  start: async ({ kinds }) => {
    const subjects = (kvk: string) => [{ kind: 'kvk' as const, value: kvk }];
    const handler = defineHandler(findPermits, {
      match: async ({ request }) => ({ hit: kinds.length > 0, subjects: subjects(request.kvk) }),
      content: async ({ request }) => ({ content: { kinds }, subjects: subjects(request.kvk) }),
    });
    return { handlers: [handler], checkHealth: async () => {}, stop: async () => {} };
  },
});

const [municipality, police] = ['00000001001234567000', '00000001007654321000'] as const;

export const manifest = manifestOf(adapter, municipality);

/** Empty: the police may ask the municipality, under these conditions. */
export const faults = checkAgreementDraft(
  {
    title: { nl: 'Vergunningen voor de politie', en: 'Permits for the police' },
    publicInterest: { nl: 'Ondermijning tegengaan', en: 'Counter undermining crime' },
    collaboration: 'region-east',
    purpose: { code: 'prevent-and-detect-offences', description: { nl: 'Voorkomen', en: 'Prevention' } },
    legalBasis: ['jci1.3:c:BWBR0005537&artikel=2:5'],
    requester: police,
    requesterClients: [],
    provider: municipality,
    operation: findPermits.name,
    operationVersion: 1,
    mode: 'content',
    grantedFields: ['kinds[]'],
    subjectRoles: [],
    casePhases: [],
    prerequisites: [],
    conditions: [],
    onwardDisclosure: { allowed: false, recipients: [] },
    retention: { days: 30, lockedYears: 5 },
    validity: { from: '2026-01-01T00:00:00Z', until: '2027-01-01T00:00:00Z' },
    evidence: 'logged',
  },
  findPermits,
);
