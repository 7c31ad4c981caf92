import { createPrivateKey } from 'node:crypto';
import { signAgreement, type AgreementRecord, type ProblemCode } from '@koppel/contract';
import { createKeyPair } from '@koppel/local';
import { anAgreement, aRequest, oins } from '../fixtures.ts';
import type { Kind, Parties } from './parties.ts';

type Outcome = number | ProblemCode;
type Ids = Readonly<Record<string, string>>;

/** What the matrix must know of a route: on what it is tried, and how it answers everybody with a token. */
export interface PartyEntry {
  /** Values of the path's parameters, by name; made anew for each who tries, so that none finds what another left. */
  readonly arrange?: (parties: Parties) => Promise<Ids>;
  readonly body?: (ids: Ids) => object | Promise<object>;
  readonly query?: string;
  /** Everybody is answered this, but for those named in `but`. */
  readonly all: Outcome;
  readonly but?: Readonly<Partial<Record<Kind, Outcome>>>;
  /** Which of the ids could betray that something is there; replaced by `absent` it must be answered alike. */
  readonly hidden?: { readonly name: string; readonly absent: string };
}

const absentId = '01938c5e-8c00-7000-8000-00000000abcd';
const absentOin = '00000009999000009999';
const absentKid = 'n'.repeat(43);
const noScope = 'token.insufficient-scope';
const gone = 'resource.not-found';
const reason = () => ({ reason: 'Advice of the lawfulness committee' });

/** For systems with the scope; people work with fewer scopes than their systems. */
const scoped = (all: Outcome): Pick<PartyEntry, 'all' | 'but'> => ({
  all,
  but: { unscoped: noScope, person: noScope },
});
const forOperator = (ok: number): Pick<PartyEntry, 'all' | 'but'> => ({ all: noScope, but: { operator: ok } });
/** For the parties of an agreement and whoever runs the hub, and absent to everybody else. */
const forParties = (ok: Outcome): Pick<PartyEntry, 'all' | 'but'> => ({
  all: ok,
  but: { unscoped: noScope, person: noScope, stranger: gone },
});

const hiddenId = { name: 'id', absent: absentId };
const hiddenOin = { name: 'oin', absent: absentOin };

const { id: _id, version: _version, ...example } = anAgreement();
const inForce = async ({ region }: Parties): Promise<Ids> => ({ id: (await region.agree()).agreement.id });
const suspended = async (parties: Parties): Promise<Ids> => {
  const ids = await inForce(parties);
  await parties.region.provider.post(`/v1/agreements/${ids['id']}/suspension`, reason());
  return ids;
};
const drafted = async ({ region }: Parties): Promise<Ids> => {
  const { agreement } = await region.requester.post<AgreementRecord>('/v1/agreements', example);
  return { id: agreement.id };
};

async function foreignSignature({ id = '' }: Ids): Promise<object> {
  const { privateJwk, kid } = await createKeyPair();
  const statement = {
    organisation: oins.requester,
    approver: { id: 'app-20f1', role: 'director' },
    mandate: 'MB-2026-017',
    at: '2026-01-01T00:00:00.000Z',
    kid,
  };
  return signAgreement({ ...anAgreement(), id }, statement, createPrivateKey({ key: privateJwk, format: 'jwk' }));
}

const agreements: Readonly<Record<string, PartyEntry>> = {
  listAgreements: scoped(200),
  draftAgreement: {
    ...forParties(201),
    body: () => example,
    all: 201,
    but: { unscoped: noScope, person: noScope, stranger: gone, operator: gone },
  },
  getAgreement: { ...forParties(200), arrange: inForce, hidden: hiddenId },
  signAgreement: {
    arrange: drafted,
    body: foreignSignature,
    all: 'agreement.signature-invalid',
    but: { unscoped: noScope, person: noScope, stranger: gone, operator: 'agreement.transition-refused' },
    hidden: hiddenId,
  },
  suspendAgreement: { ...forParties(200), arrange: inForce, body: reason, hidden: hiddenId },
  // Whoever suspended it takes that back.
  resumeAgreement: {
    arrange: suspended,
    body: reason,
    all: 'agreement.transition-refused',
    but: { unscoped: noScope, person: noScope, stranger: gone, provider: 200 },
    hidden: hiddenId,
  },
  revokeAgreement: {
    all: 200,
    but: { unscoped: noScope, person: noScope, stranger: gone, operator: 'agreement.transition-refused' },
    arrange: inForce,
    body: reason,
    hidden: hiddenId,
  },
};

const exchanges: Readonly<Record<string, PartyEntry>> = {
  performExchange: {
    arrange: inForce,
    body: ({ id = '' }) => aRequest({ agreement: id }),
    all: 'agreement.not-found',
    but: { unscoped: noScope, operator: noScope, requester: 200, person: 200 },
    hidden: hiddenId,
  },
  proveExchange: { all: gone, but: { unscoped: noScope }, arrange: async () => ({ id: absentId }) },
};

const ofRequester = async (): Promise<Ids> => ({ oin: oins.requester });
const newKey = async () => ({
  use: 'client',
  client: 'intake',
  scopes: ['exchange'],
  jwk: (await createKeyPair()).publicJwk,
});
const spareKey = async ({ region }: Parties): Promise<Ids> => {
  const { kid } = await region.operator.post<{ kid: string }>(
    `/v1/organisations/${oins.requester}/keys`,
    await newKey(),
  );
  return { oin: oins.requester, kid };
};
const othersGone = { unscoped: gone, stranger: gone, provider: gone } as const;
let registered = 4000;

const identity: Readonly<Record<string, PartyEntry>> = {
  listOrganisations: { all: 200 },
  registerOrganisation: {
    ...forOperator(201),
    body: () => ({ oin: `0000000999900000${registered++}`, name: 'Another one', collaborations: ['example-region'] }),
  },
  getOrganisation: { arrange: ofRequester, all: 200, but: { unscoped: gone, stranger: gone }, hidden: hiddenOin },
  listKeys: { arrange: ofRequester, all: 200, but: { unscoped: gone, stranger: gone }, hidden: hiddenOin },
  addKey: { arrange: ofRequester, body: newKey, all: 201, but: { ...othersGone, person: noScope }, hidden: hiddenOin },
  revokeKey: {
    arrange: spareKey,
    all: 200,
    but: { ...othersGone, person: noScope },
    hidden: { name: 'kid', absent: absentKid },
  },
  listHubKeys: forOperator(200),
  rotateHubKey: {
    ...forOperator(404),
    body: () => ({ kind: 'case', collaboration: 'nowhere' }),
    but: { operator: gone },
  },
};

const systemsAndPeople = { all: 200, but: { unscoped: noScope } } as const;
const atAdapter = async (): Promise<Ids> => ({ oin: oins.provider, client: 'records' });
const adapters: Readonly<Record<string, PartyEntry>> = {
  listAdapters: systemsAndPeople,
  getAdapterManifest: { arrange: atAdapter, ...systemsAndPeople, hidden: hiddenOin },
};

const ledger: Readonly<Record<string, PartyEntry>> = {
  getLedgerCheckpoint: scoped(200),
  getLedgerInclusionProof: { ...scoped(200), arrange: async () => ({ index: '0' }) },
  getLedgerConsistencyProof: { ...scoped(200), query: '?from=1&to=2' },
  exportLedger: scoped(200),
  listDisclosures: { ...scoped(200), body: () => ({ subject: { kind: 'bsn', value: '999990019' } }) },
  listProcessingActivities: scoped(200),
  listWitnesses: scoped(200),
  addWitness: {
    ...forOperator(0),
    body: () => ({ oin: absentOin, client: 'nobody', vkey: 'none+00000000+AAAA' }),
    but: { operator: 'request.invalid' },
  },
  withdrawWitness: {
    all: noScope,
    but: { operator: gone },
    arrange: async () => ({ oin: absentOin, client: 'nobody' }),
  },
  recordLedgerGap: {
    all: noScope,
    but: { operator: 'ledger.no-gap' },
    body: () => ({ from: 0, reason: 'gap.storage-lost' }),
  },
};

/** By `operationId`: every route on which an organisation's place in an agreement decides, and no mandate. */
export const partyEntries: Readonly<Record<string, PartyEntry>> = {
  ...agreements,
  ...exchanges,
  ...identity,
  ...adapters,
  ...ledger,
};
