import type { ConsultationQuery } from '../../platform/consultation.schema.ts';
import type { PageQuery } from '../../platform/paging.ts';
import { afterCursor, dueOrder } from '../../platform/process/due-order.ts';
import type { ListQuery } from '../../platform/process/process-desk.ts';
import { addressedTo, type Viewer } from '../../platform/process/viewer.ts';

type Query = Omit<ListQuery, 'limit'>;

/** Open, put to the viewer's organisation in a role that the viewer holds there. */
export function consultationsToMe(viewer: Viewer, { case: root, after }: ConsultationQuery): Query {
  const addressed = addressedTo(viewer, { alias: 's', first: 3 });
  const rest = afterCursor(after, 3 + addressed.parameters.length);
  return {
    where: `s.kind = 'consultation' AND s.is_open AND s.owner = $1 AND ($2::uuid IS NULL OR s.root = $2)
      AND ${addressed.sql} AND ${rest.sql}`,
    parameters: [viewer.oin, root ?? null, ...addressed.parameters, ...rest.parameters],
    orderBy: dueOrder,
  };
}

/** Open, put by the viewer's organisation. */
export function consultationsByMe(viewer: Viewer, { case: root, after }: ConsultationQuery): Query {
  const rest = afterCursor(after, 3);
  return {
    where: `s.kind = 'consultation' AND s.is_open AND s.record->'openedBy'->>'oin' = $1
      AND ($2::uuid IS NULL OR s.root = $2) AND ${rest.sql}`,
    parameters: [viewer.oin, root ?? null, ...rest.parameters],
    orderBy: dueOrder,
  };
}

export function consultationsOf(root: string, { after }: PageQuery = {}): Query {
  const rest = afterCursor(after, 2);
  return {
    where: `s.kind = 'consultation' AND s.root = $1 AND ${rest.sql}`,
    parameters: [root, ...rest.parameters],
    orderBy: dueOrder,
  };
}
