import { Uuid } from '@koppel/contract';
import { Type } from 'typebox';

export const policy = { scope: 'cases' } as const;
export const Id = Type.Object({ id: Uuid }, { additionalProperties: false });

/** Who is named in a token and what else a person can meet who looks at something. */
export const viewErrors = ['token.person-required', 'mandate.missing', 'resource.not-found'] as const;

/** What else a person can meet who adds something, or changes it. */
export const changeErrors = [
  ...viewErrors,
  'resource.changed',
  'process.role-missing',
  'process.closed',
  'ledger.unavailable',
] as const;

/** And who does what a reference model knows. */
export const actionErrors = [
  ...changeErrors,
  'process.action-unknown',
  'process.transition-refused',
  'process.guard-unmet',
  'process.four-eyes',
] as const;
