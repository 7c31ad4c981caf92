import type { Level } from '@koppel/process';
import { oins } from './fixtures.ts';

/** Four organisations that work together, and one that has nothing to do with them. */
export const partnerOins = {
  police: oins.requester,
  municipality: oins.provider,
  centre: '00000009999000000004',
  tax: '00000009999000000005',
} as const;
export type PartnerName = keyof typeof partnerOins;

/** Somebody of a partner, by the pseudonym that only the partner resolves, with all that they are mandated to. */
export interface PersonPlan {
  readonly partner: PartnerName;
  readonly person: string;
  readonly roles: readonly (readonly [role: string, level: Level])[];
}

/** Who works a case by the default reference model: seven of four organisations, then the levels above them. */
export const people = {
  reporter: { partner: 'municipality', person: 'mun-51c2', roles: [['signal-submitter', 'operational']] },
  enforcer: {
    partner: 'municipality',
    person: 'mun-7d09',
    roles: [
      ['intervention-owner', 'operational'],
      ['partner', 'operational'],
    ],
  },
  detective: {
    partner: 'police',
    person: 'pol-30fa',
    roles: [
      ['signal-submitter', 'operational'],
      ['intervention-owner', 'operational'],
      ['partner', 'operational'],
    ],
  },
  inspector: {
    partner: 'tax',
    person: 'tax-a418',
    roles: [
      ['intervention-owner', 'operational'],
      ['partner', 'operational'],
    ],
  },
  triager: { partner: 'centre', person: 'ctr-02b7', roles: [['triager', 'operational']] },
  coordinator: { partner: 'centre', person: 'ctr-9e44', roles: [['case-coordinator', 'operational']] },
  chair: { partner: 'centre', person: 'ctr-c6d1', roles: [['case-chair', 'operational']] },
  steeringMember: { partner: 'police', person: 'pol-e871', roles: [['steering-member', 'policy']] },
  steeringChair: { partner: 'municipality', person: 'mun-8a3e', roles: [['steering-chair', 'policy']] },
  nationalChair: { partner: 'centre', person: 'ctr-f00d', roles: [['national-chair', 'strategic']] },
} as const satisfies Record<string, PersonPlan>;
export type PersonName = keyof typeof people;

/** Who writes the reference model and who decides about it; they open no case. */
export const stewards = {
  editor: { partner: 'centre', person: 'ctr-11aa', roles: [['model-editor', 'policy']] },
  approver: { partner: 'municipality', person: 'mun-22bb', roles: [['model-approver', 'policy']] },
} as const satisfies Record<string, PersonPlan>;
