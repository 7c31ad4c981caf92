import type { PartnerName } from './actors.ts';

type Level = 'operational' | 'policy' | 'strategic';

/** A role that an organisation mandates somebody to. */
export interface RolePlan {
  readonly role: string;
  readonly level: Level;
}

/** Somebody of the demonstration, by a pseudonym; nobody. */
export interface PersonPlan {
  readonly person: string;
  readonly organisation: PartnerName;
  readonly roles: readonly RolePlan[];
}

const on = (level: Level, ...roles: readonly string[]): RolePlan[] => roles.map((role) => ({ role, level }));

/** Enough people to work a case from signal to evaluation; roles are those of the theme and of the house. */
export const people = {
  permitOfficer: {
    person: 'emp-permit-officer',
    organisation: 'municipality',
    roles: on('operational', 'signal-submitter', 'intervention-owner', 'partner'),
  },
  detective: {
    person: 'emp-detective',
    organisation: 'police',
    roles: on('operational', 'signal-submitter', 'intervention-owner', 'partner'),
  },
  inspector: {
    person: 'emp-tax-inspector',
    organisation: 'tax',
    roles: on('operational', 'signal-submitter', 'intervention-owner', 'partner'),
  },
  coordinator: {
    person: 'emp-coordinator',
    organisation: 'centre',
    roles: on('operational', 'triager', 'case-coordinator'),
  },
  chair: { person: 'emp-chair', organisation: 'centre', roles: on('operational', 'case-chair') },
  director: {
    person: 'emp-director',
    organisation: 'municipality',
    roles: on('policy', 'steering-chair', 'model-approver'),
  },
  commissioner: {
    person: 'emp-commissioner',
    organisation: 'police',
    roles: [...on('policy', 'steering-member'), ...on('strategic', 'national-chair')],
  },
  qualityOfficer: { person: 'emp-quality-officer', organisation: 'centre', roles: on('policy', 'model-editor') },
} as const satisfies Record<string, PersonPlan>;
