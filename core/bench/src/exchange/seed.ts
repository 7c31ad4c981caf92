import type { AgreementDraft, AgreementRecord } from '@koppel/contract';
import { createKeyPair, HubClient, signRecord, type KeyPair } from '@koppel/local';
import { benchOperation, grantedFields } from './question.ts';

/** Synthetic organisations; no issued OIN starts like this. */
export const organisations = {
  operator: { oin: '00000009999000000000', client: 'console' },
  requester: { oin: '00000009999000000001', client: 'intake' },
  provider: { oin: '00000009999000000002', client: 'records' },
} as const;

export const purpose = 'prevent-and-detect-offences';

const collaboration = 'bench-region';
const text = { nl: 'Meting', en: 'Benchmark' };
const day = 86_400_000;

/** A hub, and the operator's own key to it. */
export interface HubAccess {
  readonly url: string;
  readonly operatorKey: KeyPair;
}

export interface Seeded {
  readonly operator: HubClient;
  readonly requester: HubClient;
  /** The id of the agreement that both organisations signed. */
  readonly agreement: string;
}

/** Registers both organisations over the public interface and lets them sign an agreement about the benchmark's operation. */
export async function seedAgreement({ url, operatorKey }: HubAccess): Promise<Seeded> {
  const operator = new HubClient({ hub: url, ...organisations.operator, privateJwk: operatorKey.privateJwk });
  const [requester, provider] = [await register(url, operator, 'requester'), await register(url, operator, 'provider')];
  const { agreement } = await requester.hub.post<AgreementRecord>('/v1/agreements', draft());
  for (const party of [requester, provider]) {
    const record = await party.hub.get<AgreementRecord>(`/v1/agreements/${agreement.id}`);
    await signRecord(party.hub, record, {
      oin: party.oin,
      approver: { id: 'app-20f1', role: 'director' },
      mandate: 'MB-2026-017',
      privateJwk: party.agreementKey.privateJwk,
    });
  }
  return { operator, requester: requester.hub, agreement: agreement.id };
}

interface Party {
  readonly oin: string;
  readonly hub: HubClient;
  readonly agreementKey: KeyPair;
}

async function register(url: string, operator: HubClient, role: 'requester' | 'provider'): Promise<Party> {
  const { oin, client } = organisations[role];
  const [clientKey, agreementKey] = [await createKeyPair(), await createKeyPair()];
  const keys = `/v1/organisations/${oin}/keys`;
  await operator.post('/v1/organisations', { oin, name: `Organisation ${role}`, collaborations: [collaboration] });
  await operator.post(keys, { use: 'client', client, scopes: ['exchange', 'agreements'], jwk: clientKey.publicJwk });
  await operator.post(keys, { use: 'agreement', jwk: agreementKey.publicJwk });
  return { oin, agreementKey, hub: new HubClient({ hub: url, oin, client, privateJwk: clientKey.privateJwk }) };
}

function draft(): AgreementDraft {
  return {
    title: text,
    publicInterest: text,
    collaboration,
    purpose: { code: purpose, description: text },
    legalBasis: ['jci1.3:c:BWBR0022463&artikel=20'],
    requester: organisations.requester.oin,
    requesterClients: [],
    provider: organisations.provider.oin,
    operation: benchOperation.name,
    operationVersion: 1,
    mode: 'content',
    grantedFields: [...grantedFields],
    subjectRoles: [],
    casePhases: [],
    prerequisites: [],
    conditions: [],
    onwardDisclosure: { allowed: false, recipients: [] },
    retention: { days: 365, lockedYears: 5 },
    validity: { from: wholeSecond(Date.now() - day), until: wholeSecond(Date.now() + day) },
    evidence: 'logged',
  };
}

const wholeSecond = (instant: number): string => new Date(instant).toISOString().replace(/\.[0-9]{3}Z$/, 'Z');
