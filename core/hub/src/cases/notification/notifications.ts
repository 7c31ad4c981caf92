import { compileSchema, Instant, KoppelError, Uuid } from '@koppel/contract';
import { Type } from 'typebox';
import type { ParamsOf, ResultOf } from '../../platform/actions.ts';
import type { Transaction } from '../../platform/data-source.ts';
import type { Notification } from '../../platform/notification.schema.ts';
import { decodeCursor, defaultPageSize, pageOf } from '../../platform/paging.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import { addressedTo, collaborationsOf, meetViewer, sightOf, type Viewer } from '../../platform/process/viewer.ts';
import { findNotifications, isSeen, markSeen } from './notification.store.ts';

type Position = Pick<Notification, 'at' | 'id'>;

const positions = compileSchema(Type.Object({ at: Instant, id: Uuid }, { additionalProperties: false }));

/** What people are told: of what they may still know of, for roles that they still hold in that place. */
export class Notifications {
  readonly #tools: ProcessTools;

  constructor(tools: ProcessTools) {
    this.#tools = tools;
  }

  /** The latest first. */
  async list({ caller, query }: ParamsOf<'cases.listNotifications'>): Promise<ResultOf<'cases.listNotifications'>> {
    const viewer = await meetViewer(this.#tools.call, caller);
    const { limit = defaultPageSize, unseen = false, after } = query;
    const last = after === undefined ? null : decodeCursor<Position>(after, positions);
    const items = await this.#find(viewer, {
      where: `($3::timestamptz IS NULL OR (n.at, n.id) < ($3, $4::uuid)) AND (NOT $5::boolean OR NOT ${isSeen})`,
      parameters: [last?.at ?? null, last?.id ?? null, unseen],
      limit: limit + 1,
    });
    return pageOf(items, limit, ({ at, id }): Position => ({ at, id }));
  }

  async see({ caller, id }: ParamsOf<'cases.seeNotification'>): Promise<Notification> {
    const viewer = await meetViewer(this.#tools.call, caller);
    const [found] = await this.#find(viewer, { where: 'n.id = $3', parameters: [id], limit: 1 });
    if (!found) throw new KoppelError('resource.not-found');
    if (!found.seen) await this.#within(viewer, (transaction) => markSeen(transaction, id, viewer.person));
    return { ...found, seen: true };
  }

  /** Parameters of the condition are numbered from `$3`. */
  async #find(
    viewer: Viewer,
    { where, parameters, limit }: { where: string; parameters: readonly unknown[]; limit: number },
  ): Promise<Notification[]> {
    const addressed = addressedTo(viewer, { alias: 'n', first: 3 + parameters.length });
    const sight = sightOf(viewer, 3 + parameters.length + addressed.parameters.length);
    const parametersInAll = [viewer.oin, viewer.person, ...parameters, ...addressed.parameters, ...sight.parameters];
    const rows = await this.#within(viewer, (transaction) =>
      findNotifications(transaction, {
        where: `n.oin = $1 AND (${where}) AND ${addressed.sql} AND ${sight.sql}`,
        parameters: parametersInAll,
        limit,
      }),
    );
    return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
  }

  #within<Result>(viewer: Viewer, work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return this.#tools.desk.within(collaborationsOf(viewer), work);
  }
}
