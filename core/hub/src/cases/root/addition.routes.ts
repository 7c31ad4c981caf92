import { Oin, SubjectRole, Uuid } from '@koppel/contract';
import { Type } from 'typebox';
import type { RootKind } from '../../platform/item-actions.ts';
import { IfMatch, recordReply, revisionOf } from '../../platform/process/seen.ts';
import { Reasons } from '../../platform/root.schema.ts';
import { defineRoute, type Route } from '../../platform/route.ts';
import { exampleSubject, SubjectDraft } from '../../platform/subject.schema.ts';
import { rootNames } from '../item/root-names.ts';
import { changeErrors, Id, policy } from '../../platform/process/part-routes.ts';
import { one } from './root-reply.ts';

const closed = { additionalProperties: false } as const;
const exampleReasons = 'Their people inspected the premises last spring';

const addSubject = (kind: RootKind): Route =>
  defineRoute({
    method: 'POST',
    path: `/v1/${rootNames[kind].path}/{id}/subjects`,
    operationId: `addSubjectTo${rootNames[kind].title}`,
    summary: `Add a person, an organisation or premises to a ${kind}`,
    description: 'A person always has a role: suspect, victim, third party or convicted (Wpg art. 6b).',
    policy,
    params: Id,
    headers: IfMatch,
    body: { schema: SubjectDraft, example: exampleSubject },
    responses: { 201: one(kind, 'Added; the subject has the next number') },
    errors: changeErrors,
    perform: async ({ caller, params, headers, body, call }) =>
      recordReply(
        201,
        await call('cases.addSubject', { caller, kind, id: params.id, subject: body, ...revisionOf(headers) }),
      ),
  });

const changeRole = (kind: RootKind): Route =>
  defineRoute({
    method: 'POST',
    path: `/v1/${rootNames[kind].path}/{id}/subjects/{number}/role`,
    operationId: `changeSubjectRoleIn${rootNames[kind].title}`,
    summary: `Give a person in a ${kind} another role`,
    policy,
    params: Type.Object({ id: Uuid, number: Type.Integer({ minimum: 1, maximum: 1000 }) }, closed),
    headers: IfMatch,
    body: {
      schema: Type.Object({ role: SubjectRole, reasons: Reasons }, closed),
      example: { role: 'victim', reasons: 'The statement of last week shows that the person was forced' },
    },
    responses: { 200: one(kind, 'Changed') },
    errors: changeErrors,
    perform: async ({ caller, params, headers, body, call }) =>
      recordReply(
        200,
        await call('cases.changeSubjectRole', { caller, kind, ...params, ...body, ...revisionOf(headers) }),
      ),
  });

const joinPartner = (kind: RootKind): Route =>
  defineRoute({
    method: 'POST',
    path: `/v1/${rootNames[kind].path}/{id}/participants`,
    operationId: `joinTo${rootNames[kind].title}`,
    summary: `Join a partner to a ${kind}`,
    description: 'Until then it does not learn that there is one; from then on it sees everything in it.',
    policy,
    params: Id,
    headers: IfMatch,
    body: {
      schema: Type.Object({ oin: Oin, reasons: Reasons }, closed),
      example: { oin: '00000009999000000002', reasons: exampleReasons },
    },
    responses: { 201: one(kind, 'Joined') },
    errors: [...changeErrors, 'resource.exists'],
    perform: async ({ caller, params, headers, body, call }) =>
      recordReply(201, await call('cases.join', { caller, kind, id: params.id, ...body, ...revisionOf(headers) })),
  });

const decline = (kind: RootKind): Route =>
  defineRoute({
    method: 'POST',
    path: `/v1/${rootNames[kind].path}/{id}/refusals`,
    operationId: `declineProposalIn${rootNames[kind].title}`,
    summary: `Turn down the action that is proposed for a ${kind}`,
    description: 'For whoever is accountable for the step; the state stays as it is.',
    policy,
    params: Id,
    headers: IfMatch,
    body: {
      schema: Type.Object({ reasons: Reasons }, closed),
      example: { reasons: 'A second source is needed first' },
    },
    responses: { 200: one(kind, 'Turned down') },
    errors: [...changeErrors, 'process.transition-refused'],
    perform: async ({ caller, params, headers, body, call }) =>
      recordReply(
        200,
        await call('cases.declineProposal', { caller, kind, id: params.id, ...body, ...revisionOf(headers) }),
      ),
  });

/** What people add to a signal or case without changing its state. */
export const additionRoutesOf = (kind: RootKind): readonly Route[] => [
  addSubject(kind),
  changeRole(kind),
  joinPartner(kind),
  decline(kind),
];
