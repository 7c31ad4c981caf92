import { compileSchema, Instant, Uuid } from '@koppel/contract';
import { Type } from 'typebox';
import { decodeCursor } from '../paging.ts';
import type { ProcessRecord } from './process-record.ts';
import type { Sight } from './viewer.ts';

/** Where a list ended that shows the first deadline first. */
export type DuePosition = Pick<ProcessRecord, 'dueAt' | 'id'>;

const positions = compileSchema(
  Type.Object({ dueAt: Type.Union([Instant, Type.Null()]), id: Uuid }, { additionalProperties: false }),
);

/** As the indexes have it; what has no deadline comes last. */
export const dueOrder = 's.due_at, s.id';

export const duePositionOf = ({ dueAt, id }: DuePosition): DuePosition => ({ dueAt, id });

/** What comes after the cursor in that order; everything without one. @throws KoppelError `request.invalid` */
export function afterCursor(cursor: string | undefined, first: number): Sight {
  if (cursor === undefined) return { sql: 'true', parameters: [] };
  const { dueAt, id } = decodeCursor<DuePosition>(cursor, positions);
  const [due, last] = [`$${first}::timestamptz`, `$${first + 1}::uuid`];
  return {
    sql: `((s.due_at, s.id) > (${due}, ${last}) OR (s.due_at IS NULL AND (${due} IS NOT NULL OR s.id > ${last})))`,
    parameters: [dueAt, id],
  };
}
