import type { AgreementTemplate } from '@koppel/contract';

type Plan = Pick<AgreementTemplate, 'id' | 'title' | 'requesterType' | 'providerType' | 'operation' | 'legalBasis'> &
  Partial<AgreementTemplate>;

/** The phases of the model in which partners may ask for content; a match may be asked from the first day. */
const workPhases = ['information-position', 'choose-and-steer', 'execute-and-monitor'];
const matchPhases = ['intake', ...workPhases];

/** Wet politiegegevens, structural disclosure to a collaboration. */
const policeLaw = ['jci1.3:c:BWBR0022463&artikel=20'];
/** Algemene wet inzake rijksbelastingen, secrecy and its exceptions. */
const taxLaw = ['jci1.3:c:BWBR0002320&artikel=67'];
/** Wet basisregistratie personen. */
const residentsLaw = ['jci1.3:c:BWBR0033715'];
/** Wet bevordering integriteitsbeoordelingen door het openbaar bestuur (Bibob). */
const permitsLaw = ['jci1.3:c:BWBR0013798'];

const prosecutorsDemand = {
  kind: 'prosecutors-demand',
  description: {
    nl: 'Een vordering van de officier van justitie, als de vraag voor een opsporingsonderzoek is',
    en: 'A demand of the public prosecutor, where the question is for a criminal investigation',
  },
};

const plans: readonly Plan[] = [
  {
    id: 'match-incidents',
    title: { nl: 'Voorvallen op een adres, ja of nee', en: 'Incidents at an address, yes or no' },
    requesterType: 'information-centre',
    providerType: 'police',
    operation: 'police.find-incidents',
    legalBasis: policeLaw,
    mode: 'match',
    casePhases: matchPhases,
  },
  {
    id: 'match-person-incidents',
    title: { nl: 'Voorvallen rond een persoon, ja of nee', en: 'Incidents around a person, yes or no' },
    requesterType: 'information-centre',
    providerType: 'police',
    operation: 'police.find-person-incidents',
    legalBasis: policeLaw,
    mode: 'match',
    casePhases: matchPhases,
  },
  {
    id: 'incidents',
    title: { nl: 'Voorvallen op een adres', en: 'Incidents at an address' },
    requesterType: 'information-centre',
    providerType: 'police',
    operation: 'police.find-incidents',
    legalBasis: policeLaw,
    grantedFields: [
      'incidents[].occurredAt',
      'incidents[].category',
      'incidents[].status',
      'incidents[].suspects[].bsn',
    ],
    subjectRoles: ['suspect'],
  },
  {
    id: 'person-incidents',
    title: { nl: 'Voorvallen rond een persoon', en: 'Incidents around a person' },
    requesterType: 'information-centre',
    providerType: 'police',
    operation: 'police.find-person-incidents',
    legalBasis: policeLaw,
    grantedFields: ['incidents[].occurredAt', 'incidents[].category', 'incidents[].status'],
    subjectRoles: ['suspect', 'victim'],
  },
  {
    id: 'residents',
    title: { nl: 'Bewoners op een adres', en: 'Residents at an address' },
    requesterType: 'police',
    providerType: 'municipality',
    operation: 'municipality.find-residents',
    legalBasis: residentsLaw,
    grantedFields: ['residents[].bsn', 'residents[].givenNames', 'residents[].familyName', 'residents[].birthDate'],
    subjectRoles: ['suspect', 'third-party'],
  },
  {
    id: 'permits',
    title: { nl: 'Panden en vergunningen op een adres', en: 'Premises and permits at an address' },
    requesterType: 'information-centre',
    providerType: 'municipality',
    operation: 'municipality.find-permits',
    legalBasis: permitsLaw,
    grantedFields: ['premises[].name', 'premises[].use', 'permits[].kind', 'permits[].status', 'permits[].expiresOn'],
  },
  {
    id: 'income',
    title: { nl: 'Inkomen van een persoon', en: 'Income of a person' },
    requesterType: 'police',
    providerType: 'tax-authority',
    operation: 'tax.find-income',
    legalBasis: taxLaw,
    grantedFields: ['incomes[].year', 'incomes[].kind'],
    subjectRoles: ['suspect'],
    prerequisites: [prosecutorsDemand],
    retention: { days: 90, lockedYears: 5 },
  },
  {
    id: 'relations',
    title: { nl: 'Bedrijfsrelaties op een adres', en: 'Business relations at an address' },
    requesterType: 'information-centre',
    providerType: 'tax-authority',
    operation: 'tax.find-relations',
    legalBasis: taxLaw,
    grantedFields: ['relations[].firm.kvkNumber', 'relations[].firm.name', 'relations[].role', 'relations[].since'],
    subjectRoles: ['suspect', 'third-party'],
  },
];

/** What the information needs of the model ask for; proposals, to be weighed and signed by the partners. */
export const agreementTemplates: readonly AgreementTemplate[] = plans.map((plan) => ({
  publicInterest: {
    nl: 'Tegengaan van ondermijnende criminaliteit',
    en: 'Countering undermining crime',
  },
  purpose: {
    code: 'prevent-and-detect-offences',
    description: { nl: 'Voorkomen en opsporen van strafbare feiten', en: 'Preventing and detecting offences' },
  },
  operationVersion: 1,
  mode: 'content',
  grantedFields: [],
  subjectRoles: [],
  casePhases: workPhases,
  prerequisites: [],
  conditions: [],
  onwardDisclosure: { allowed: false, recipients: [] },
  retention: { days: 180, lockedYears: 5 },
  evidence: 'logged',
  ...plan,
}));
