import type { ParamsOf, ResultOf } from '../../platform/actions.ts';
import type { BoardCount, BoardQuery, BoardRow } from '../../platform/board.schema.ts';
import { defaultPageSize, pageOf } from '../../platform/paging.ts';
import { afterCursor, dueOrder, duePositionOf } from '../../platform/process/due-order.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import type { ProcessRecord } from '../../platform/process/process-record.ts';
import { collaborationsOf, meetViewer, sightOf, type Viewer } from '../../platform/process/viewer.ts';

type RootKind = BoardRow['kind'];
const rootKinds: readonly RootKind[] = ['signal', 'case'];

/** What is open in a body and whose turn it is: of what the viewer may know of, and counted within that alone. */
export async function boardOf(
  tools: ProcessTools,
  { caller, body: id, query }: ParamsOf<'cases.boardOf'>,
): Promise<ResultOf<'cases.boardOf'>> {
  const viewer = await meetViewer(tools.call, caller);
  const { id: body } = await tools.call('cases.getBody', { caller, id });
  const kinds = query.kind ? [query.kind] : rootKinds;
  const { limit = defaultPageSize, after } = query;
  // One query for each kind reads exactly as many rows of the index as it needs.
  const found = await Promise.all(
    kinds.map((kind) => listOpen(tools, viewer, { body, kind, query, limit: limit + 1 })),
  );
  const first = found
    .flat()
    .toSorted(byDeadline)
    .slice(0, limit + 1);
  const now = tools.clock.now();
  const page = pageOf(first, limit, duePositionOf);
  const rows = { ...page, items: page.items.map((record) => rowOf(record, now)) };
  return after === undefined ? { ...rows, counts: await countOpen(tools, viewer, { body, kinds }) } : rows;
}

function listOpen(
  { desk }: ProcessTools,
  viewer: Viewer,
  { body, kind, query, limit }: { body: string; kind: RootKind; query: BoardQuery; limit: number },
): Promise<ProcessRecord[]> {
  const rest = afterCursor(query.after, 4);
  return desk.list(viewer, {
    where: `s.body = $1 AND s.kind = $2 AND s.is_open AND ($3::text IS NULL OR s.state = $3) AND ${rest.sql}`,
    parameters: [body, kind, query.state ?? null, ...rest.parameters],
    orderBy: dueOrder,
    limit,
  });
}

function countOpen(
  { desk }: ProcessTools,
  viewer: Viewer,
  { body, kinds }: { body: string; kinds: readonly RootKind[] },
): Promise<BoardCount[]> {
  const sight = sightOf(viewer, 3);
  return desk.within(collaborationsOf(viewer), (manager) =>
    manager.query<BoardCount[]>(
      `SELECT s.kind, s.state, count(*)::int AS count FROM process_stream s
       WHERE s.body = $1 AND s.kind = ANY($2) AND s.is_open AND ${sight.sql} GROUP BY s.kind, s.state ORDER BY 1, 2`,
      [body, kinds, ...sight.parameters],
    ),
  );
}

/** As `dueOrder` has it. */
function byDeadline(one: ProcessRecord, other: ProcessRecord): number {
  const [mine, theirs] = [keyOf(one), keyOf(other)];
  if (mine === theirs) return 0;
  return mine < theirs ? -1 : 1;
}

/** Letters come after digits, so what has no deadline comes last. */
const keyOf = ({ dueAt, id }: ProcessRecord): string => `${dueAt ?? 'never'} ${id}`;

function rowOf({ id, kind, content, state, phase, dueAt, court }: ProcessRecord, now: number): BoardRow {
  const title = content?.['title'];
  return {
    id,
    kind: kind === 'signal' ? 'signal' : 'case',
    title: typeof title === 'string' ? title : null,
    state,
    phase,
    dueAt,
    isOverdue: dueAt !== null && Date.parse(dueAt) < now,
    court: { side: court.side, sinceMs: Math.max(0, now - Date.parse(court.since)) },
  };
}
