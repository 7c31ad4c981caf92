import { ExchangeReply, ExchangeRequest, KoppelError } from '@koppel/contract';
import { Type } from 'typebox';
import type { Caller } from '../platform/actions.ts';
import { defineRoute, type Route } from '../platform/route.ts';
import { proveExchange } from './prove.routes.ts';

const exchangeHeaders = Type.Object(
  {
    /** Something nobody can guess, a UUID for example: it also protects the remembered digest of the body. */
    'Idempotency-Key': Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]+$', minLength: 16, maxLength: 128 })),
  },
  { additionalProperties: false },
);

const exampleAgreement = '01938c5e-8c00-7000-8000-000000000001';

const exampleRequest = {
  agreement: exampleAgreement,
  operation: 'municipality.find-residents',
  purpose: 'prevent-and-detect-offences',
  actor: { id: 'emp-7f3a91', role: 'intelligence-officer' },
  evidence: {
    nonce: 'A'.repeat(43),
    at: '2026-06-01T12:00:00Z',
    keyId: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
    signature: 'A'.repeat(86),
  },
  request: { address: { postcode: '1234AB', houseNumber: 12 } },
};

const exampleMark = { digest: 'ab'.repeat(32), keyId: exampleRequest.evidence.keyId, signature: 'A'.repeat(86) };

const exampleReply = {
  exchange: '01938c5e-8c00-7000-8000-000000000002',
  transaction: '01938c5e-8c00-7000-8000-000000000003',
  agreement: { id: exampleAgreement, version: 1 },
  operation: 'municipality.find-residents',
  operationVersion: '1.0.0',
  mode: 'content',
  content: { residents: [{ familyName: 'Testpersoon' }] },
  withheld: ['residents[].birthDate'],
  terms: {
    retention: { days: 365, lockedYears: 5 },
    onwardDisclosure: { allowed: false, recipients: [] },
    secrecy: [],
  },
  evidence: exampleMark,
  ledger: { requestIndex: 41, replyIndex: 42 },
};

const performExchange = defineRoute({
  method: 'POST',
  path: '/v1/exchanges',
  operationId: 'performExchange',
  summary: 'Ask a partner what an agreement allows',
  description:
    'The question is logged before it leaves and the answer before it is returned. What the agreement does not grant is named in `withheld`. A system that asks for a signal or a case of its organisation names it in `case`; where it stands is what the process says. A person asks as the one whom the token names, and for a signal or case through an information request of it. Under an agreement with `evidence: signed` the request carries `evidence` and names its `Fsc-Transaction-Id`, and the reply carries that of the provider: docs/evidence.md.',
  policy: { scope: 'exchange' },
  headers: exchangeHeaders,
  body: { schema: ExchangeRequest, example: exampleRequest },
  responses: {
    200: { description: 'Released under the agreement', body: { schema: ExchangeReply, example: exampleReply } },
  },
  errors: [
    'operation.unknown',
    'agreement.not-found',
    'agreement.not-active',
    'agreement.suspended',
    'agreement.revoked',
    'agreement.not-yet-valid',
    'agreement.expired',
    'agreement.operation-mismatch',
    'agreement.purpose-mismatch',
    'agreement.mode-mismatch',
    'agreement.subject-role-mismatch',
    'agreement.prerequisite-missing',
    'evidence.required',
    'evidence.invalid',
    'case.ask-through-request',
    'case.required',
    'case.not-joined',
    'case.phase-mismatch',
    'case.mode-refused',
    'exchange.key-reused',
    'exchange.already-answered',
    'exchange.in-progress',
    'exchange.deadline',
    'reply.invalid',
    'reply.exceeds-grant',
    'reply.too-large',
    'reply.unsigned',
    'source.failed',
    'source.refused',
    'source.rate-limited',
    'adapter.absent',
    'adapter.failed',
    'link.unavailable',
    'link.too-large',
    'gate.stale',
    'ledger.unavailable',
  ],
  perform: async ({ caller, body, headers, context, call }) => {
    requireOutsideCase(caller, body);
    const idempotencyKey = headers['Idempotency-Key'];
    const reply = await call('exchange.perform', {
      caller,
      request: body,
      context: { ...context, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) },
    });
    return { status: 200, body: reply };
  },
});

/**
 * What a person may ask in a case depends on the step that is open and on their role in it, and the answer is an item of
 * the case. Here nobody would look at that; and nobody looks whether there is such a case either.
 */
function requireOutsideCase({ person }: Caller, { case: id }: ExchangeRequest): void {
  if (person !== undefined && id !== undefined) throw new KoppelError('case.ask-through-request');
}

export const exchangeRoutes: readonly Route[] = [performExchange, proveExchange];
