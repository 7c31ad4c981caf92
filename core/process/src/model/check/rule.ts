import type { Fault } from '@koppel/contract';
import type { ReferenceModel } from '../model.schema.ts';
import type { MachineName } from '../parts.schema.ts';

/** Looks at what a model means; its shape has been judged, and an empty text stands for what was wrong in it. */
export type ModelRule = (model: ReferenceModel) => Iterable<Fault>;

export const faultIf = (isWrong: boolean, path: string, message: string): Fault[] =>
  isWrong ? [{ path, message }] : [];

/** `a task`, `an intervention`. */
export const withArticle = (name: MachineName): string => `${name === 'intervention' ? 'an' : 'a'} ${name}`;
