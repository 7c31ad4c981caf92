import { compileSchema, Uuid } from '@koppel/contract';
import { Type, type Static } from 'typebox';
import type { ModelVersion } from '../platform/model-actions.ts';
import { decodeCursor, defaultPageSize, pageOf, type Page, type PageQuery } from '../platform/paging.ts';

const Position = Type.Object({ id: Uuid }, { additionalProperties: false });
const positions = compileSchema(Position);

/** Ids tell the time, so that a list by id is a list by age. */
export const pageOfVersions = (rows: readonly ModelVersion[], limit: number): Page<ModelVersion> =>
  pageOf(rows, limit, ({ id }) => ({ id }));

/** @throws KoppelError `request.invalid` for a cursor that is not from this list. */
export function placeOf({ limit = defaultPageSize, after }: PageQuery): { limit: number; after?: string } {
  if (after === undefined) return { limit };
  return { limit, after: decodeCursor<Static<typeof Position>>(after, positions).id };
}
