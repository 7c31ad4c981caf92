import { Slug } from '@koppel/contract';
import { Type } from 'typebox';
import { defineRoute, type Route } from '../platform/route.ts';
import { AgreementTemplateBody } from './agreement-template.ts';
import { exampleModel } from './example-model.ts';
import { exampleVersion, label } from './model-bodies.ts';
import { policy } from './route-parts.ts';

const closed = { additionalProperties: false } as const;

const Theme = Type.Object(
  {
    package: Type.String(),
    collaboration: Slug,
    model: Type.Object(label, closed),
    agreementTemplates: Type.Array(AgreementTemplateBody),
  },
  closed,
);

const { model, version, theme, title, digest } = exampleVersion;

const listThemes = defineRoute({
  method: 'GET',
  path: '/v1/themes',
  operationId: 'listThemes',
  summary: 'The themes that are installed for your collaborations',
  description: 'A theme changes nothing by itself: a person drafts its model, others decide on it.',
  policy,
  responses: {
    200: {
      description: 'The themes, with the model that each offers and agreements that fit it',
      body: {
        schema: Type.Object({ themes: Type.Array(Theme) }, closed),
        example: {
          themes: [
            {
              package: '@example/theme-example',
              collaboration: 'example-region',
              model: { model, version, theme, title, digest },
              agreementTemplates: [],
            },
          ],
        },
      },
    },
  },
  errors: [],
  perform: async ({ caller, call }) => ({ status: 200, body: { themes: await call('model.listThemes', { caller }) } }),
});

const Fault = Type.Object({ path: Type.String(), message: Type.String(), rule: Type.Optional(Type.String()) }, closed);

const checkModel = defineRoute({
  method: 'POST',
  path: '/v1/model-checks',
  operationId: 'checkModel',
  summary: 'Look for faults in a reference model, without keeping it',
  description: 'For a person who is mandated as `model-editor` or `model-approver`.',
  policy,
  body: {
    schema: Type.Object({ document: Type.Unknown() }, closed),
    example: { document: exampleModel },
  },
  responses: {
    200: {
      description: 'Every fault with its path and a sentence; none when the model can be drafted',
      body: {
        schema: Type.Object({ faults: Type.Array(Fault) }, closed),
        example: { faults: [{ path: '/process/steps/0/phase', message: 'names no phase of this model' }] },
      },
    },
  },
  errors: ['token.person-required', 'mandate.missing'],
  perform: async ({ caller, body, call }) => ({
    status: 200,
    body: { faults: await call('model.check', { caller, document: body.document }) },
  }),
});

export const themeRoutes: readonly Route[] = [listThemes, checkModel];
