import { Oin, Slug } from '@koppel/contract';
import { Type } from 'typebox';
import { scopes } from '../platform/actions.ts';
import { oneLine } from '../platform/one-line.ts';
import { defineRoute, type Route } from '../platform/route.ts';

const closed = { additionalProperties: false } as const;
const anyone = { anyScope: scopes } as const;

const Name = oneLine(1, 200);
const NewOrganisation = Type.Object(
  { oin: Oin, name: Name, collaborations: Type.Array(Slug, { maxItems: 1000, uniqueItems: true }) },
  closed,
);
const Organisation = Type.Object({ ...NewOrganisation.properties, status: Type.Enum(['active', 'inactive']) }, closed);

const exampleOrganisation = {
  oin: '00000009999000000001',
  name: 'Example police unit',
  collaborations: ['example-region'],
};
const organisationBody = { schema: Organisation, example: { ...exampleOrganisation, status: 'active' } };

const listOrganisations = defineRoute({
  method: 'GET',
  path: '/v1/organisations',
  operationId: 'listOrganisations',
  summary: 'The organisations that the caller may see',
  description:
    'All for the operator; for anybody else their own and their partners, with the collaborations that they share.',
  policy: anyone,
  responses: {
    200: {
      description: 'The organisations',
      body: {
        schema: Type.Object({ organisations: Type.Array(Organisation) }, closed),
        example: { organisations: [organisationBody.example] },
      },
    },
  },
  errors: [],
  perform: async ({ caller, call }) => ({
    status: 200,
    body: { organisations: await call('identity.listOrganisations', { caller }) },
  }),
});

const registerOrganisation = defineRoute({
  method: 'POST',
  path: '/v1/organisations',
  operationId: 'registerOrganisation',
  summary: 'Register an organisation',
  policy: { scope: 'operate' },
  body: { schema: NewOrganisation, example: exampleOrganisation },
  responses: { 201: { description: 'Registered', body: organisationBody } },
  errors: ['resource.exists', 'ledger.unavailable'],
  perform: async ({ caller, body, call }) => ({
    status: 201,
    body: await call('identity.registerOrganisation', { caller, organisation: body }),
  }),
});

const getOrganisation = defineRoute({
  method: 'GET',
  path: '/v1/organisations/{oin}',
  operationId: 'getOrganisation',
  summary: 'One organisation',
  description:
    'An organisation with which the caller shares no collaboration is as absent as one that does not exist, except to the operator.',
  policy: anyone,
  params: Type.Object({ oin: Oin }, closed),
  responses: { 200: { description: 'The organisation', body: organisationBody } },
  errors: ['resource.not-found'],
  perform: async ({ caller, params, call }) => ({
    status: 200,
    body: await call('identity.getOrganisation', { caller, oin: params.oin }),
  }),
});

export const organisationRoutes: readonly Route[] = [listOrganisations, registerOrganisation, getOrganisation];
