import { Uuid } from '@koppel/contract';
import { Type } from 'typebox';
import type { ModelVersion } from '../platform/model-actions.ts';
import { exampleVersion, VersionBody } from './model-bodies.ts';

const closed = { additionalProperties: false } as const;

export const policy = { scope: 'cases' } as const;
export const Id = Type.Object({ id: Uuid }, closed);
export const IfMatch = Type.Object(
  { 'If-Match': Type.Optional(Type.String({ pattern: '^"[0-9]{1,9}"$', maxLength: 11 })) },
  closed,
);
export const etag = { ETag: 'The revision; send it back as `If-Match` to be told when somebody else was faster' };

export const versionAnswer = (description: string) => ({
  description,
  body: { schema: VersionBody, example: exampleVersion },
  headers: etag,
});

export const reply = (status: number, version: ModelVersion) => ({
  status,
  headers: { ETag: `"${version.revision}"` },
  body: version,
});

/** Who is named in a token and what else a step by a person can meet. */
export const personErrors = ['token.person-required', 'mandate.missing', 'resource.not-found'] as const;
