import {
  AgreementDraft,
  AgreementRecord,
  AgreementSignature,
  AgreementStatus,
  Uuid,
  type AgreementDraft as Draft,
} from '@koppel/contract';
import { Type } from 'typebox';
import type { ActionName } from '../platform/actions.ts';
import { defineRoute, type Route } from '../platform/route.ts';

const closed = { additionalProperties: false } as const;
const policy = { anyScope: ['agreements', 'operate'] } as const;
const Id = Type.Object({ id: Uuid }, closed);
const IfMatch = Type.Object(
  { 'If-Match': Type.Optional(Type.String({ pattern: '^"[0-9]{1,9}"$', maxLength: 11 })) },
  closed,
);
const Reason = Type.Object({ reason: Type.String({ minLength: 3, maxLength: 500 }) }, closed);

const exampleDraft: Draft = {
  title: { nl: 'Bewoners op een adres', en: 'Residents at an address' },
  publicInterest: { nl: 'Tegengaan van ondermijnende criminaliteit', en: 'Countering undermining crime' },
  collaboration: 'example-region',
  purpose: {
    code: 'prevent-and-detect-offences',
    description: { nl: 'Voorkomen en opsporen van strafbare feiten', en: 'Preventing and detecting offences' },
  },
  legalBasis: ['jci1.3:c:BWBR0022463&artikel=20'],
  requester: '00000009999000000001',
  requesterClients: [],
  provider: '00000009999000000002',
  operation: 'municipality.find-residents',
  operationVersion: 1,
  mode: 'content',
  grantedFields: ['residents[].familyName'],
  subjectRoles: [],
  casePhases: [],
  prerequisites: [],
  conditions: [],
  onwardDisclosure: { allowed: false, recipients: [] },
  retention: { days: 365, lockedYears: 5 },
  validity: { from: '2026-01-01T00:00:00Z', until: '2027-01-01T00:00:00Z' },
  evidence: 'logged',
};

const exampleRecord: AgreementRecord = {
  agreement: { id: '01938c5e-8c00-7000-8000-000000000001', version: 1, ...exampleDraft },
  status: 'draft',
  signatures: [],
  digest: '0'.repeat(64),
  changedAt: '2026-01-01T00:00:00Z',
  revision: 1,
};

const exampleSignature: AgreementSignature = {
  organisation: exampleDraft.requester,
  approver: { id: 'app-20f1', role: 'director' },
  mandate: 'MB-2026-017',
  at: '2026-01-01T00:00:00Z',
  kid: 'x'.repeat(43),
  signature: 'A'.repeat(86),
};

const recordBody = { schema: AgreementRecord, example: exampleRecord };
const etag = { ETag: 'The revision; send it back as `If-Match` to be told when somebody else was faster' };
const answer = (description: string) => ({ description, body: recordBody, headers: etag });
const reply = (status: number, record: AgreementRecord) => ({
  status,
  headers: { ETag: `"${record.revision}"` },
  body: record,
});

const seenRevision = (headers: { 'If-Match'?: string }) =>
  headers['If-Match'] === undefined ? {} : { revision: Number(headers['If-Match'].slice(1, -1)) };

const listAgreements = defineRoute({
  method: 'GET',
  path: '/v1/agreements',
  operationId: 'listAgreements',
  summary: 'The agreements to which the caller is party, latest change first',
  policy,
  query: Type.Object({ status: Type.Optional(AgreementStatus) }, closed),
  responses: {
    200: {
      description: 'At most 1,000 agreements',
      body: {
        schema: Type.Object({ agreements: Type.Array(AgreementRecord) }, closed),
        example: { agreements: [exampleRecord] },
      },
    },
  },
  errors: [],
  perform: async ({ caller, query, call }) => ({
    status: 200,
    body: { agreements: await call('agreements.list', { caller, ...query }) },
  }),
});

const draftAgreement = defineRoute({
  method: 'POST',
  path: '/v1/agreements',
  operationId: 'draftAgreement',
  summary: 'Propose an agreement to a partner',
  description: 'All faults are told at once: unknown fields, roles that are not agreed, members that are missing.',
  policy,
  body: { schema: AgreementDraft, example: exampleDraft },
  responses: { 201: answer('Drafted; both organisations can sign it') },
  errors: ['resource.not-found', 'ledger.unavailable'],
  perform: async ({ caller, body, call }) => reply(201, await call('agreements.draft', { caller, draft: body })),
});

const getAgreement = defineRoute({
  method: 'GET',
  path: '/v1/agreements/{id}',
  operationId: 'getAgreement',
  summary: 'One agreement with its signatures and status',
  policy,
  params: Id,
  responses: { 200: answer('The agreement') },
  errors: ['resource.not-found'],
  perform: async ({ caller, params, call }) => reply(200, await call('agreements.get', { caller, id: params.id })),
});

const signAgreement = defineRoute({
  method: 'POST',
  path: '/v1/agreements/{id}/signatures',
  operationId: 'signAgreement',
  summary: 'Sign an agreement for the own organisation',
  description:
    'The signature is made over the canonical form (RFC 8785) with a registered agreement key. The second one activates.',
  policy: { scope: 'agreements' },
  params: Id,
  headers: IfMatch,
  body: { schema: AgreementSignature, example: exampleSignature },
  responses: { 200: answer('Signed') },
  errors: [
    'resource.not-found',
    'resource.changed',
    'agreement.signature-invalid',
    'agreement.transition-refused',
    'ledger.unavailable',
  ],
  perform: async ({ caller, params, headers, body, call }) =>
    reply(200, await call('agreements.sign', { caller, id: params.id, signature: body, ...seenRevision(headers) })),
});

type StatusAction = Extract<ActionName, 'agreements.suspend' | 'agreements.resume' | 'agreements.revoke'>;

interface StatusRoute {
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly action: StatusAction;
}

/** Suspending, resuming and revoking differ in their words only. */
function statusRoute({ path, operationId, summary, action }: StatusRoute): Route {
  return defineRoute({
    method: 'POST',
    path: `/v1/agreements/{id}/${path}`,
    operationId,
    summary,
    policy,
    params: Id,
    headers: IfMatch,
    body: { schema: Reason, example: { reason: 'Advice of the lawfulness committee' } },
    responses: { 200: answer('Done; every node of the hub follows within two seconds') },
    errors: ['resource.not-found', 'resource.changed', 'agreement.transition-refused', 'ledger.unavailable'],
    perform: async ({ caller, params, headers, body, call }) =>
      reply(200, await call(action, { caller, id: params.id, reason: body.reason, ...seenRevision(headers) })),
  });
}

export const agreementRoutes: readonly Route[] = [
  listAgreements,
  draftAgreement,
  getAgreement,
  signAgreement,
  statusRoute({
    path: 'suspension',
    operationId: 'suspendAgreement',
    summary: 'Suspend an agreement at once',
    action: 'agreements.suspend',
  }),
  statusRoute({
    path: 'resumption',
    operationId: 'resumeAgreement',
    summary: 'Put a suspended agreement in force again',
    action: 'agreements.resume',
  }),
  statusRoute({
    path: 'revocation',
    operationId: 'revokeAgreement',
    summary: 'End an agreement for good',
    action: 'agreements.revoke',
  }),
];
