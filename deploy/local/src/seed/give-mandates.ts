import { collaboration } from './actors.ts';
import { people, type PersonPlan, type RolePlan } from './people.ts';
import type { HubClients } from './register-organisations.ts';

interface MandateSeen extends RolePlan {
  readonly person: string;
  readonly inForce: boolean;
}

const yearMs = 365 * 86_400_000;

/** Sees to it that everybody of the demonstration holds the mandates of the plan; governance first, since roles come from models. */
export async function giveMandates(clients: HubClients, isWanted: (plan: RolePlan) => boolean): Promise<void> {
  const plans: readonly PersonPlan[] = Object.values(people);
  const organisations = [...new Set(plans.map(({ organisation }) => organisation))];
  await Promise.all(
    organisations.map(async (organisation) => {
      const { items } = await clients[organisation].get<{ items: readonly MandateSeen[] }>('/v1/mandates?limit=200');
      const held = new Set(items.filter(({ inForce }) => inForce).map(keyOf));
      const own = plans.filter((plan) => plan.organisation === organisation);
      const missing = own
        .flatMap(({ person, roles }) => roles.filter(isWanted).map((role) => ({ person, ...role })))
        .filter((plan) => !held.has(keyOf(plan)));
      for (const plan of missing) await clients[organisation].post('/v1/mandates', draftOf(plan));
    }),
  );
}

const keyOf = ({ person, role, level }: Omit<MandateSeen, 'inForce'>): string => `${person} ${role} ${level}`;

function draftOf({ person, role, level }: Omit<MandateSeen, 'inForce'>): object {
  const now = Date.now();
  return {
    person,
    role,
    level,
    collaboration,
    limits: { themes: [], regions: [] },
    from: new Date(now).toISOString(),
    until: new Date(now + yearMs).toISOString(),
    decision: 'Voorbeeldmandaat 2026-2',
  };
}
