import type { AgreementRecord } from '@koppel/contract';
import { createKeyPair, HubClient, signRecord, type KeyPair } from '@koppel/local';
import { waitUntil } from '@koppel/testkit';
import { anAgreement, oins } from '../fixtures.ts';

/** One organisation with its client and its keys. */
export interface Seat {
  readonly oin: string;
  readonly client: HubClient;
  readonly signing: KeyPair;
}

/** An organisation as somebody registers it. */
interface Newcomer {
  readonly oin: string;
  readonly client: string;
  readonly scopes?: readonly string[];
}

/** Registers an organisation with one system and a key that signs. */
export async function takeSeat(operator: HubClient, hub: string, who: Newcomer): Promise<Seat> {
  const { oin, client, scopes = ['exchange', 'agreements', 'ledger'] } = who;
  const [own, signing] = [await createKeyPair(), await createKeyPair()];
  const organisation = { oin, name: `Organisation ${oin}`, collaborations: ['example-region'] };
  await operator.post('/v1/organisations', organisation);
  await operator.post(`/v1/organisations/${oin}/keys`, { use: 'client', client, scopes, jwk: own.publicJwk });
  await operator.post(`/v1/organisations/${oin}/keys`, { use: 'agreement', jwk: signing.publicJwk });
  return { oin, client: new HubClient({ hub, oin, client, privateJwk: own.privateJwk }), signing };
}

/** Two organisations that agreed; answers the requester's client and the agreement. */
export async function agreeAt(hub: string, operatorKey: KeyPair): Promise<{ requester: HubClient; agreement: string }> {
  const { privateJwk } = operatorKey;
  const operator = new HubClient({ hub, oin: oins.operator, client: 'console', privateJwk });
  const requester = await takeSeat(operator, hub, { oin: oins.requester, client: 'intake' });
  const provider = await takeSeat(operator, hub, { oin: oins.provider, client: 'records' });
  const agreement = await agreeBetween(operator, requester, provider);
  return { requester: requester.client, agreement };
}

/** The id of an agreement that both signed, once the provider's adapter is there. */
export async function agreeBetween(operator: HubClient, requester: Seat, provider: Seat): Promise<string> {
  await waitUntil(() => isAdapterUp(operator), 'the adapter is registered');
  const { id: _id, version: _version, ...draft } = anAgreement({ validity: validity() });
  let record = await requester.client.post<AgreementRecord>('/v1/agreements', draft);
  for (const { oin, client, signing } of [requester, provider]) {
    const approver = { id: 'app-20f1', role: 'director' };
    const signatory = { oin, approver, mandate: 'MB-2026-017', privateJwk: signing.privateJwk };
    record = await signRecord(client, record, signatory);
  }
  return record.agreement.id;
}

async function isAdapterUp(operator: HubClient): Promise<boolean> {
  const { adapters } = await operator.get<{ adapters: { state: string }[] }>('/v1/adapters');
  return adapters.some(({ state }) => state === 'up');
}

function validity(): { from: string; until: string } {
  const day = 86_400_000;
  const at = (offset: number): string => new Date(Date.now() + offset).toISOString().replace(/[.][0-9]+/, '');
  return { from: at(-day), until: at(day) };
}
