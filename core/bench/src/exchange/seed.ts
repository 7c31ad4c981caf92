import type { AgreementDraft, AgreementRecord } from '@koppel/contract';
import { createKeyPair, HubClient, signRecord, type KeyPair } from '@koppel/local';
import type { Wrapping } from './path.ts';
import { benchOperation, grantedFields } from './question.ts';

/** Synthetic organisations; no issued OIN starts like this. */
export const organisations = {
  operator: { oin: '00000009999000000000', client: 'console' },
  requester: { oin: '00000009999000000001', client: 'intake' },
  provider: { oin: '00000009999000000002', client: 'records' },
} as const;

const purpose = 'prevent-and-detect-offences';

export const collaboration = 'bench-region';
const text = { nl: 'Meting', en: 'Benchmark' };
const day = 86_400_000;

/** A request as it is asked of a hub under an agreement. */
export const askedUnder =
  (agreement: string): Wrapping =>
  (request) => ({
    agreement,
    operation: benchOperation.name,
    purpose,
    actor: { id: 'emp-7f3a91', role: 'intelligence-officer' },
    request,
  });

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
  const operator = operatorOf({ url, operatorKey });
  const requester = await registerParty(url, operator, organisations.requester);
  const provider = await registerParty(url, operator, organisations.provider);
  const drafted = await requester.hub.post<AgreementRecord>('/v1/agreements', draftBetween(requester, provider));
  await sign(provider, await sign(requester, drafted));
  return { operator, requester: requester.hub, agreement: drafted.agreement.id };
}

export const operatorOf = ({ url, operatorKey }: HubAccess): HubClient =>
  new HubClient({ hub: url, ...organisations.operator, privateJwk: operatorKey.privateJwk });

/** A registered organisation with a system that asks, and the key with which it signs agreements. */
export interface Party {
  readonly oin: string;
  readonly hub: HubClient;
  readonly agreementKey: KeyPair;
}

export async function registerParty(
  url: string,
  operator: HubClient,
  { oin, client }: { readonly oin: string; readonly client: string },
): Promise<Party> {
  const [clientKey, agreementKey] = [await createKeyPair(), await createKeyPair()];
  const keys = `/v1/organisations/${oin}/keys`;
  await operator.post('/v1/organisations', { oin, name: `Organisation ${oin}`, collaborations: [collaboration] });
  await operator.post(keys, { use: 'client', client, scopes: ['exchange', 'agreements'], jwk: clientKey.publicJwk });
  await operator.post(keys, { use: 'agreement', jwk: agreementKey.publicJwk });
  return { oin, agreementKey, hub: new HubClient({ hub: url, oin, client, privateJwk: clientKey.privateJwk }) };
}

/** Who signs for every organisation. */
export const signatory = { approver: { id: 'app-20f1', role: 'director' }, mandate: 'MB-2026-017' } as const;

/** Signs an agreement for one of its parties; the second signature puts it in force. */
export const sign = ({ oin, hub, agreementKey }: Party, record: AgreementRecord): Promise<AgreementRecord> =>
  signRecord(hub, record, { oin, ...signatory, privateJwk: agreementKey.privateJwk });

export function draftBetween(requester: Pick<Party, 'oin'>, provider: Pick<Party, 'oin'>): AgreementDraft {
  return {
    title: text,
    publicInterest: text,
    collaboration,
    purpose: { code: purpose, description: text },
    legalBasis: ['jci1.3:c:BWBR0022463&artikel=20'],
    requester: requester.oin,
    requesterClients: [],
    provider: provider.oin,
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
