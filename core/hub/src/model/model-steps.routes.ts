import { Instant, isOnCalendar, KoppelError } from '@koppel/contract';
import { Type } from 'typebox';
import { defineRoute, type Route } from '../platform/route.ts';
import { Outcome, Reasons } from './model-bodies.ts';
import { Id, IfMatch, personErrors, policy, reply, versionAnswer } from './route-parts.ts';

const closed = { additionalProperties: false } as const;
const errors = [...personErrors, 'resource.changed', 'model.transition-refused', 'ledger.unavailable'] as const;

const stepOf = (id: string, headers: { 'If-Match'?: string }) => {
  const seen = headers['If-Match'];
  return seen === undefined ? { id } : { id, revision: Number(seen.slice(1, -1)) };
};

const proposeModel = defineRoute({
  method: 'POST',
  path: '/v1/models/{id}/proposal',
  operationId: 'proposeModel',
  summary: 'Propose a drafted version to the accountable body',
  description: 'For a person who is mandated as `model-editor`.',
  policy,
  params: Id,
  headers: IfMatch,
  responses: { 200: versionAnswer('Proposed; the accountable body can decide') },
  errors,
  perform: async ({ caller, params, headers, call }) =>
    reply(200, await call('model.propose', { caller, ...stepOf(params.id, headers) })),
});

const decideOnModel = defineRoute({
  method: 'POST',
  path: '/v1/models/{id}/decision',
  operationId: 'decideOnModel',
  summary: 'Record what the accountable body decided about a proposed version',
  description: 'For a person who is mandated as `model-approver` and who neither drafted nor proposed the version.',
  policy,
  params: Id,
  headers: IfMatch,
  body: {
    schema: Type.Object({ outcome: Outcome, reasons: Reasons }, closed),
    example: { outcome: 'approved', reasons: 'Steering group of 12 January: the deadlines fit what partners can do' },
  },
  responses: { 200: versionAnswer('Decided; an approved version can be applied') },
  errors: [...errors, 'process.four-eyes'],
  perform: async ({ caller, params, headers, body, call }) =>
    reply(200, await call('model.decide', { caller, ...stepOf(params.id, headers), ...body })),
});

const applyModel = defineRoute({
  method: 'POST',
  path: '/v1/models/{id}/application',
  operationId: 'applyModel',
  summary: 'Bring an approved version into force, at once or from an instant',
  description:
    'It supersedes the version that is in force for its theme then. Cases stay on their version until they are moved. Until it is ' +
    'in force, the instant can be changed by applying it again. For a person who is mandated as `model-approver`.',
  policy,
  params: Id,
  headers: IfMatch,
  body: {
    schema: Type.Object({ from: Type.Optional(Instant), reasons: Reasons }, closed),
    example: { from: '2027-01-01T00:00:00Z', reasons: 'As the steering group decided, from the new year' },
  },
  responses: { 200: versionAnswer('Applied') },
  errors,
  perform: async ({ caller, params, headers, body, call }) => {
    if (body.from !== undefined && !isOnCalendar(body.from)) throw noSuchDay();
    return reply(200, await call('model.apply', { caller, ...stepOf(params.id, headers), ...body }));
  },
});

const noSuchDay = (): KoppelError =>
  new KoppelError('request.invalid', undefined, {
    details: { faults: [{ path: '/body/from', message: 'names a day that does not exist' }] },
  });

export const modelStepRoutes: readonly Route[] = [proposeModel, decideOnModel, applyModel];
