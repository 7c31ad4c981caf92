import { collaboration, themePackage } from './actors.ts';
import { people, type PersonPlan } from './people.ts';
import type { HubClients } from './register-organisations.ts';

interface Version {
  readonly id: string;
  readonly status: string;
  readonly version: string;
}

const theme = 'undermining';

/** Sees to it that the theme's reference model is in force: drafted and proposed by one person, decided by another. */
export async function putModelInForce(clients: HubClients): Promise<string> {
  const editor = clientFor(clients, people.qualityOfficer);
  const approver = clientFor(clients, people.director);
  const { items } = await editor.get<{ items: readonly Version[] }>(`/v1/models?theme=${theme}&limit=200`);
  const inForce = items.find(({ status }) => status === 'in-force');
  if (inForce) return inForce.id;
  let version =
    items.find(({ status }) => ['draft', 'proposed', 'approved'].includes(status)) ??
    (await editor.post<Version>('/v1/models', { collaboration, theme: themePackage }));
  if (version.status === 'draft') version = await editor.post<Version>(`/v1/models/${version.id}/proposal`, {});
  if (version.status === 'proposed') {
    const decision = { outcome: 'approved', reasons: 'The demonstration works with the default model' };
    version = await approver.post<Version>(`/v1/models/${version.id}/decision`, decision);
  }
  await approver.post(`/v1/models/${version.id}/application`, { reasons: 'From the first day on' });
  return version.id;
}

const clientFor = (clients: HubClients, { organisation, person }: PersonPlan) => clients[organisation].as(person);
