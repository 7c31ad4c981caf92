import type { AgreementDraft } from '@koppel/contract';
import { actors, collaboration, type PartnerName } from './actors.ts';

/** What differs from one agreement of the demonstration to the next. */
export interface AgreementPlan {
  readonly title: AgreementDraft['title'];
  readonly requester: PartnerName;
  readonly provider: PartnerName;
  readonly operation: string;
  readonly mode: 'match' | 'content';
  readonly grantedFields: readonly string[];
  readonly retentionDays?: number;
}

export const purpose = 'prevent-and-detect-offences';

export const agreementPlans = {
  policeResidents: {
    title: { nl: 'Bewoners op een adres, voor de politie', en: 'Residents at an address, for the police' },
    requester: 'police',
    provider: 'municipality',
    operation: 'municipality.find-residents',
    mode: 'content',
    grantedFields: ['residents[].bsn', 'residents[].givenNames', 'residents[].familyName'],
  },
  municipalityMatch: {
    title: { nl: 'Bekend bij de politie, ja of nee', en: 'Known to the police, yes or no' },
    requester: 'municipality',
    provider: 'police',
    operation: 'police.find-person-incidents',
    mode: 'match',
    grantedFields: [],
  },
  municipalityIncidents: {
    title: { nl: 'Voorvallen op een adres, voor de gemeente', en: 'Incidents at an address, for the municipality' },
    requester: 'municipality',
    provider: 'police',
    operation: 'police.find-incidents',
    mode: 'content',
    grantedFields: ['incidents[].category', 'incidents[].status'],
  },
  policeIncomes: {
    title: { nl: 'Inkomen van een persoon, voor de politie', en: 'Income of a person, for the police' },
    requester: 'police',
    provider: 'tax',
    operation: 'tax.find-income',
    mode: 'content',
    grantedFields: ['incomes[].year', 'incomes[].kind'],
    retentionDays: 90,
  },
  taxPermits: {
    title: {
      nl: 'Vergunningen op een adres, voor de belastingdienst',
      en: 'Permits at an address, for the tax authority',
    },
    requester: 'tax',
    provider: 'municipality',
    operation: 'municipality.find-permits',
    mode: 'content',
    grantedFields: ['permits[].kind', 'permits[].status'],
  },
  centrePermits: {
    title: {
      nl: 'Vergunningen op een adres, voor het informatiecentrum',
      en: 'Permits at an address, for the information centre',
    },
    requester: 'centre',
    provider: 'municipality',
    operation: 'municipality.find-permits',
    mode: 'content',
    grantedFields: ['permits[].kind', 'permits[].status'],
  },
  centreMatch: {
    title: { nl: 'Voorvallen op een adres, ja of nee', en: 'Incidents at an address, yes or no' },
    requester: 'centre',
    provider: 'police',
    operation: 'police.find-incidents',
    mode: 'match',
    grantedFields: [],
  },
  centreRelations: {
    title: {
      nl: 'Bedrijfsrelaties op een adres, voor het informatiecentrum',
      en: 'Business relations at an address, for the information centre',
    },
    requester: 'centre',
    provider: 'tax',
    operation: 'tax.find-relations',
    mode: 'content',
    grantedFields: ['relations[].firm.name'],
  },
} as const satisfies Record<string, AgreementPlan>;

export type AgreementName = keyof typeof agreementPlans;

/** The agreement as it is proposed; everything that the law asks to be written down is in it. */
export function draftOf(plan: AgreementPlan): AgreementDraft {
  const { title, operation, mode, grantedFields } = plan;
  return {
    title,
    publicInterest: {
      nl: 'Tegengaan van ondermijnende criminaliteit in het voorbeeldland',
      en: 'Countering undermining crime in the example region',
    },
    collaboration,
    purpose: {
      code: purpose,
      description: { nl: 'Voorkomen en opsporen van strafbare feiten', en: 'Preventing and detecting offences' },
    },
    legalBasis: ['jci1.3:c:BWBR0022463&artikel=20'],
    requester: actors[plan.requester].oin,
    requesterClients: [],
    provider: actors[plan.provider].oin,
    operation,
    operationVersion: 1,
    mode,
    grantedFields: [...grantedFields],
    subjectRoles: [],
    casePhases: [],
    prerequisites: [],
    conditions: [],
    onwardDisclosure: { allowed: false, recipients: [] },
    retention: { days: plan.retentionDays ?? 180, lockedYears: 5 },
    validity: { from: '2026-01-01T00:00:00Z', until: '2030-12-31T23:59:59Z' },
    evidence: 'logged',
  };
}
