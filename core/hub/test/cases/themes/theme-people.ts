import type { ReferenceModel } from '@koppel/process';
import { partnerOins, type PartnerName, type PersonPlan } from '../../process-people.ts';

export const partners = Object.keys(partnerOins) as PartnerName[];

export const keyOf = (partner: PartnerName, role: string): string => `${partner}/${role}`;

/** For each role of a model somebody at every partner, and nobody in two roles: so that any four eyes are of two people. */
export function peopleFor({ roles }: ReferenceModel): Readonly<Record<string, PersonPlan>> {
  const plans = partners.flatMap((partner) =>
    roles.map(({ id, level }): [string, PersonPlan] => [
      keyOf(partner, id),
      { partner, person: `${partner}-${id}`, roles: [[id, level]] },
    ]),
  );
  return Object.fromEntries(plans);
}
