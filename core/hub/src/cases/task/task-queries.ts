import type { PageQuery } from '../../platform/paging.ts';
import { afterCursor, dueOrder } from '../../platform/process/due-order.ts';
import type { ListQuery } from '../../platform/process/process-desk.ts';
import { addressedTo, type Viewer } from '../../platform/process/viewer.ts';
import type { TaskQuery } from '../../platform/task.schema.ts';

type Query = Omit<ListQuery, 'limit'>;

/**
 * Of the viewer's organisation, or of nobody yet, for roles that the viewer holds in the place of the task; the first
 * deadline first.
 */
export function ownTasks(viewer: Viewer, query: TaskQuery, now: number): Query {
  const { open = true, overdue = false, unowned = false, case: root, after } = query;
  const own = [open, root ?? null, overdue ? new Date(now).toISOString() : null, ...(unowned ? [] : [viewer.oin])];
  const addressed = addressedTo(viewer, { alias: 's', first: own.length + 1 });
  const rest = afterCursor(after, own.length + addressed.parameters.length + 1);
  return {
    where: `s.kind = 'task' AND ${unowned ? 's.owner IS NULL' : 's.owner = $4'} AND s.is_open = $1
      AND ($2::uuid IS NULL OR s.root = $2) AND ($3::timestamptz IS NULL OR s.due_at < $3)
      AND ${addressed.sql} AND ${rest.sql}`,
    parameters: [...own, ...addressed.parameters, ...rest.parameters],
    orderBy: dueOrder,
  };
}

export function tasksOfCase(root: string, { after }: PageQuery): Query {
  const rest = afterCursor(after, 2);
  return {
    where: `s.kind = 'task' AND s.root = $1 AND ${rest.sql}`,
    parameters: [root, ...rest.parameters],
    orderBy: dueOrder,
  };
}
