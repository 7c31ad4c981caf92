import { actors, collaboration, partnerNames } from './actors.ts';
import type { HubClients } from './register-organisations.ts';

interface BodyPlan {
  readonly level: 'operational' | 'policy' | 'strategic';
  readonly title: { readonly nl: string; readonly en: string };
}

/** From the highest down, so that each knows to which it turns with a question. */
const plans: readonly BodyPlan[] = [
  { level: 'strategic', title: { nl: 'Landelijk overleg', en: 'National body' } },
  { level: 'policy', title: { nl: 'Stuurgroep Voorbeeldland', en: 'Steering group Voorbeeldland' } },
  { level: 'operational', title: { nl: 'Casusoverleg Voorbeeldstad', en: 'Case conference Voorbeeldstad' } },
];

interface BodySeen {
  readonly id: string;
  readonly level: string;
  readonly active: boolean;
}

/** Sees to it that there is one body on each level, and answers the id of the case conference. */
export async function setUpBodies({ operator }: HubClients): Promise<string> {
  const { items } = await operator.get<{ items: readonly BodySeen[] }>('/v1/bodies?limit=200');
  let parent: string | undefined;
  for (const plan of plans) {
    const known = items.find(({ level, active }) => active && level === plan.level);
    const body = known ?? (await operator.post<BodySeen>('/v1/bodies', draftOf(plan, parent)));
    parent = body.id;
  }
  return String(parent);
}

const draftOf = ({ level, title }: BodyPlan, parent: string | undefined): object => ({
  collaboration,
  level,
  title,
  theme: 'undermining',
  region: 'voorbeeldstad',
  coordinator: actors.centre.oin,
  members: partnerNames.map((name) => actors[name].oin),
  ...(parent === undefined ? {} : { parent }),
});
