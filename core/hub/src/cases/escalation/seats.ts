import { KoppelError } from '@koppel/contract';
import type { ParamsOf, ResultOf } from '../../platform/actions.ts';
import type { Body } from '../../platform/body.schema.ts';
import { defaultPageSize, pageOf } from '../../platform/paging.ts';
import { afterCursor, dueOrder, duePositionOf } from '../../platform/process/due-order.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import type { ProcessRecord } from '../../platform/process/process-record.ts';
import { meetViewer, type Viewer } from '../../platform/process/viewer.ts';
import { hasSeat } from './escalation-rules.ts';

/** More bodies than any organisation sends somebody to. */
const maxBodies = 200;

/**
 * A question, for somebody who sits in the body to which it was put.
 *
 * @throws KoppelError `resource.not-found`
 */
export async function getSeated(
  { desk, call }: ProcessTools,
  viewer: Viewer,
  id: string,
): Promise<{ record: ProcessRecord; body: Body }> {
  const record = await desk.get(viewer, 'escalation', id);
  const body = await call('cases.findBody', { id: String(record.body) });
  if (!body || !isSeated(viewer, body)) throw new KoppelError('resource.not-found');
  return { record, body };
}

const isSeated = (viewer: Viewer, body: Body): boolean =>
  body.members.includes(viewer.oin) && hasSeat(viewer, body, body.level);

/** The bodies of which the viewer's organisation is a member, and those among them in which the viewer sits. */
export async function bodiesOf(
  { call }: Pick<ProcessTools, 'call'>,
  viewer: Viewer,
): Promise<{ readonly joined: readonly string[]; readonly seated: readonly string[] }> {
  const { items } = await call('cases.listBodies', { caller: viewer.caller, page: { limit: maxBodies } });
  return {
    joined: items.map(({ id }) => id),
    seated: items.filter((body) => isSeated(viewer, body)).map(({ id }) => id),
  };
}

/** The questions of every body in which the viewer sits; the open ones unless told otherwise. */
export async function listSeated(
  tools: ProcessTools,
  { caller, query }: ParamsOf<'cases.listEscalations'>,
): Promise<ResultOf<'cases.listEscalations'>> {
  const viewer = await meetViewer(tools.call, caller);
  const { seated } = await bodiesOf(tools, viewer);
  const { limit = defaultPageSize, open = true, after } = query;
  const rest = afterCursor(after, 3);
  const records = await tools.desk.list(viewer, {
    where: `s.kind = 'escalation' AND s.body = ANY($1::uuid[]) AND s.is_open = $2 AND ${rest.sql}`,
    parameters: [seated, open, ...rest.parameters],
    orderBy: dueOrder,
    limit: limit + 1,
  });
  return pageOf(records, limit, duePositionOf);
}
