import type { Kind } from './known-names.ts';

/** A place in a model where something else of the model is named. */
export interface Reference {
  readonly kind: Kind;
  readonly path: string;
  readonly id: string;
}

/** An empty name has been told as a fault of the shape. */
export const one = (kind: Kind, path: string, id: string | undefined): Reference[] =>
  id === undefined || id === '' ? [] : [{ kind, path, id }];

export const many = (kind: Kind, path: string, ids: readonly string[] = []): Reference[] =>
  ids.flatMap((id, index) => one(kind, `${path}/${index}`, id));
