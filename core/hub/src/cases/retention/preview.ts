import { compileSchema, Instant, KoppelError, isOnCalendar, Uuid } from '@koppel/contract';
import { Type } from 'typebox';
import type { ParamsOf } from '../../platform/actions.ts';
import type { RetentionForecast } from '../../platform/item-actions.ts';
import { decodeCursor, defaultPageSize, pageOf, type Page } from '../../platform/paging.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import { bodiesOf } from '../escalation/seats.ts';
import { collaborationsOf, meetViewer, sightOf, type Sight } from '../../platform/process/viewer.ts';

interface Position {
  readonly at: string;
  readonly id: string;
}

interface Row extends Omit<RetentionForecast, 'at'> {
  readonly at: Date;
}

const positions = compileSchema(Type.Object({ at: Instant, id: Uuid }, { additionalProperties: false }));

/**
 * What of that which the viewer may know of will be locked or destroyed before a moment, the first first: also meetings
 * of bodies of which their organisation is a member, and questions to bodies in which they sit.
 */
export async function previewRetention(
  { desk, call }: Pick<ProcessTools, 'desk' | 'call'>,
  { caller, before, page }: ParamsOf<'cases.previewRetention'>,
): Promise<Page<RetentionForecast>> {
  if (!isOnCalendar(before)) throw noDay();
  const viewer = await meetViewer(call, caller);
  const limit = page.limit ?? defaultPageSize;
  const after = page.after === undefined ? null : decodeCursor<Position>(page.after, positions);
  const { joined, seated } = await bodiesOf({ call }, viewer);
  const sight = sightOf(viewer, 7);
  const rows = await desk.within(collaborationsOf(viewer), (manager) =>
    manager.query<Row[]>(forecast(sight), [
      before,
      after?.at ?? null,
      after?.id ?? null,
      limit + 1,
      joined,
      seated,
      ...sight.parameters,
    ]),
  );
  const found = rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }));
  return pageOf(found, limit, ({ at, id }): Position => ({ at, id }));
}

const nextOf = (status: string): string => `CASE ${status} WHEN 'active' THEN 'lock' ELSE 'destroy' END`;

const forecast = ({ sql }: Sight): string => `
  SELECT kind, id, root, next, at FROM (
    SELECT s.kind, s.id, s.root, ${nextOf('s.retention_status')} AS next, s.retention_ends_at AS at
    FROM process_stream s
    WHERE s.retention_status <> 'destroyed' AND ${sql} AND (s.kind IN ('signal', 'case')
      OR (s.kind = 'conference' AND s.body = ANY($5::uuid[])) OR (s.kind = 'escalation' AND s.body = ANY($6::uuid[])))
    UNION ALL
    SELECT 'item', i.id, i.root, ${nextOf('i.status')}, CASE i.status WHEN 'active' THEN i.active_until ELSE i.locked_until END
    FROM case_item i JOIN process_stream s ON s.id = i.root
    WHERE i.status <> 'destroyed' AND ${sql}
  ) due
  WHERE at < $1 AND ($2::timestamptz IS NULL OR (at, id) > ($2, $3::uuid))
  ORDER BY at, id LIMIT $4`;

function noDay(): KoppelError {
  const faults = [{ path: '/query/before', message: 'is not a day of the calendar' }];
  return new KoppelError('request.invalid', undefined, { details: { faults } });
}
