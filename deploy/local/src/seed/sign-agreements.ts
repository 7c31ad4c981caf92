import type { AgreementDraft, AgreementRecord } from '@koppel/contract';
import { signRecord } from '../hub-client/sign-record.ts';
import { actors, type PartnerName } from './actors.ts';
import { agreementPlans, draftOf, type AgreementName, type AgreementPlan } from './agreement-plans.ts';
import { localKeyPair } from './local-keys.ts';
import type { HubClients } from './register-organisations.ts';

export type AgreementIds = Readonly<Record<AgreementName, string>>;

/** Sees to it that every agreement of the demonstration is in force: drafted, signed by both, not suspended. */
export async function signAgreements(home: string, clients: HubClients): Promise<AgreementIds> {
  const plans = Object.entries(agreementPlans);
  const ids = await Promise.all(plans.map(async ([name, plan]) => [name, await bringIntoForce(home, clients, plan)]));
  return Object.fromEntries(ids) as AgreementIds;
}

async function bringIntoForce(home: string, clients: HubClients, plan: AgreementPlan): Promise<string> {
  const requester = clients[plan.requester];
  const draft = draftOf(plan);
  const { agreements } = await requester.get<{ agreements: readonly AgreementRecord[] }>('/v1/agreements');
  const known = agreements.find((record) => record.status !== 'revoked' && isSame(record, draft));
  let record = known ?? (await requester.post<AgreementRecord>('/v1/agreements', draft));
  if (record.status === 'suspended') record = await resume(clients, record);
  for (const name of [plan.requester, plan.provider]) record = await sign(home, clients, { name, record });
  return record.agreement.id;
}

/** The same terms in full: an agreement that was changed in the program is agreed upon anew. */
function isSame({ agreement }: AgreementRecord, draft: AgreementDraft): boolean {
  const { id: _id, version: _version, ...terms } = agreement;
  return JSON.stringify(sorted(terms)) === JSON.stringify(sorted(draft));
}

const sorted = (terms: AgreementDraft): unknown[] =>
  Object.entries(terms).toSorted(([one], [other]) => one.localeCompare(other));

async function resume(clients: HubClients, { agreement, statusBy }: AgreementRecord): Promise<AgreementRecord> {
  const [by] = Object.entries(actors).find(([, { oin }]) => oin === statusBy) ?? ['operator'];
  const body = { reason: 'The demonstration begins anew' };
  return clients[by as keyof HubClients].post<AgreementRecord>(`/v1/agreements/${agreement.id}/resumption`, body);
}

async function sign(
  home: string,
  clients: HubClients,
  { name, record }: { readonly name: PartnerName; readonly record: AgreementRecord },
): Promise<AgreementRecord> {
  const { oin } = actors[name];
  if (record.status !== 'draft' || record.signatures.some(({ organisation }) => organisation === oin)) return record;
  const { privateJwk } = await localKeyPair(home, `${name}-agreement`);
  const approver = { id: `approver-${name}`, role: 'director' };
  return signRecord(clients[name], record, { oin, approver, mandate: 'Voorbeeldmandaat 2026-1', privateJwk });
}
