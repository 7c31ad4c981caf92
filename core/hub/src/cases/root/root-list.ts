import { compileSchema, Instant, Uuid } from '@koppel/contract';
import { Type } from 'typebox';
import { decodeCursor, defaultPageSize, pageOf, type Page } from '../../platform/paging.ts';
import type { ProcessDesk } from '../../platform/process/process-desk.ts';
import type { ProcessRecord } from '../../platform/process/process-record.ts';
import type { Viewer } from '../../platform/process/viewer.ts';
import type { RootQuery, RootSummary } from '../../platform/root.schema.ts';
import { SqlCondition } from './sql-condition.ts';

interface Position {
  readonly at: string;
  readonly id: string;
}

const positions = compileSchema(Type.Object({ at: Instant, id: Uuid }, { additionalProperties: false }));
/** Where something without a deadline stands in the order of deadlines. */
const never = '9999-12-31T00:00:00.000Z';

const orders = {
  due: { column: `coalesce(s.due_at, '${never}')`, direction: 'ASC', beyond: '>' },
  changed: { column: 's.changed_at', direction: 'DESC', beyond: '<' },
} as const;

/** Signals or cases that the viewer may know of, and no count of others. */
export async function listRoots(
  desk: ProcessDesk,
  viewer: Viewer,
  { kind, query }: { kind: 'signal' | 'case'; query: RootQuery },
): Promise<Page<RootSummary>> {
  const { limit = defaultPageSize, sort = 'due' } = query;
  const { column, direction } = orders[sort];
  const { where, parameters } = conditionOf(kind, query, viewer.oin);
  const records = await desk.list(viewer, {
    where,
    parameters,
    orderBy: `${column} ${direction}, s.id ${direction}`,
    limit: limit + 1,
  });
  const page = pageOf(
    records,
    limit,
    ({ id, dueAt, changedAt }): Position => ({ id, at: sort === 'due' ? (dueAt ?? never) : changedAt }),
  );
  return { ...page, items: page.items.map(summaryOf) };
}

function conditionOf(kind: string, query: RootQuery, oin: string): SqlCondition {
  const { state, phase, body, open, mine, after, sort = 'due' } = query;
  const condition = new SqlCondition().and('s.kind = ?', kind).and('s.id = s.root');
  if (state !== undefined) condition.and('s.state = ?', state);
  if (phase !== undefined) condition.and(`s.record->>'phase' = ?`, phase);
  if (body !== undefined) condition.and('s.body = ?', body);
  if (open !== undefined) condition.and('s.is_open = ?', open);
  if (mine === true) condition.and(ownWork, oin, oin);
  if (after !== undefined) {
    const { at, id } = decodeCursor<Position>(after, positions);
    condition.and(`(${orders[sort].column}, s.id) ${orders[sort].beyond} (?::timestamptz, ?::uuid)`, at, id);
  }
  return condition;
}

const ownWork = `(s.record->'openedBy'->>'oin' = ?
  OR EXISTS (SELECT 1 FROM process_stream part WHERE part.root = s.id AND part.owner = ? AND part.is_open))`;

export function summaryOf(record: ProcessRecord): RootSummary {
  const { id, body, theme, region, state, phase, isOpen, openedAt, changedAt, dueAt, version, content } = record;
  const kind = record.kind === 'signal' ? 'signal' : 'case';
  const title = typeof content?.['title'] === 'string' ? content['title'] : null;
  return { id, kind, body, theme, region, state, phase, isOpen, title, openedAt, changedAt, dueAt, version };
}
