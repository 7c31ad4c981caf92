import { Actor, ClientId, Oin, Slug, Uuid } from '@koppel/contract';
import { Level } from '@koppel/process';
import { Type } from 'typebox';
import { scopes } from '../platform/actions.ts';
import { defineRoute, type Route } from '../platform/route.ts';

const closed = { additionalProperties: false } as const;

const ActiveMandate = Type.Object(
  {
    mandate: Uuid,
    role: Slug,
    level: Level,
    collaboration: Slug,
    themes: Type.Array(Slug),
    regions: Type.Array(Slug),
  },
  closed,
);

const getMe = defineRoute({
  method: 'GET',
  path: '/v1/me',
  operationId: 'getMe',
  summary: 'As whom the caller is known, and what they are mandated to now',
  description: 'A system has no mandates; a person has those that are in force at this moment.',
  policy: { anyScope: scopes },
  responses: {
    200: {
      description: 'The caller',
      body: {
        schema: Type.Object(
          {
            oin: Oin,
            client: ClientId,
            person: Type.Optional(Actor.properties.id),
            scopes: Type.Array(Type.Enum([...scopes])),
            mandates: Type.Array(ActiveMandate),
          },
          closed,
        ),
        example: {
          oin: '00000009999000000001',
          client: 'desk',
          person: 'emp-7f3a91',
          scopes: ['cases'],
          mandates: [
            {
              mandate: '01938c5e-8c00-7000-8000-000000000001',
              role: 'case-chair',
              level: 'operational',
              collaboration: 'example-region',
              themes: ['undermining'],
              regions: [],
            },
          ],
        },
      },
    },
  },
  errors: [],
  perform: async ({ caller, call }) => {
    const { oin, person } = caller;
    const mandates = person === undefined ? [] : await call('identity.mandatesOf', { oin, person });
    return { status: 200, body: { ...caller, mandates } };
  },
});

export const meRoutes: readonly Route[] = [getMe];
