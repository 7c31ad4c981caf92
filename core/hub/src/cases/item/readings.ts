import { compileSchema, KoppelError } from '@koppel/contract';
import { Type } from 'typebox';
import type { ParamsOf, ResultOf } from '../../platform/actions.ts';
import type { Reading } from '../../platform/item.schema.ts';
import { decodeCursor, defaultPageSize, pageOf } from '../../platform/paging.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import { actorAt, collaborationsOf, meetViewer, type Viewer } from '../../platform/process/viewer.ts';
import { findKeeper } from '../retention/extension-rules.ts';
import { ItemReader } from './item-reader.ts';
import type { ItemStore, StoredItem } from './item.store.ts';
import { listReadings } from './reading.store.ts';

const positions = compileSchema(
  Type.Object({ ledgerIndex: Type.Integer({ minimum: 0 }) }, { additionalProperties: false }),
);

type Position = Pick<Reading, 'ledgerIndex'>;

/** Who read what a partner answered, from the log that reading it leaves; it outlives what was read. */
export class Readings {
  readonly #tools: ProcessTools;
  readonly #reader: ItemReader;

  constructor(tools: ProcessTools, items: ItemStore) {
    this.#tools = tools;
    this.#reader = new ItemReader(tools, items);
  }

  /** @throws KoppelError `process.role-missing` for whoever neither answers for keeping the item nor is its source. */
  async list({ caller, id, page }: ParamsOf<'cases.listReadings'>): Promise<ResultOf<'cases.listReadings'>> {
    const { call, desk } = this.#tools;
    const viewer = await meetViewer(call, caller);
    const limit = page.limit ?? defaultPageSize;
    const after = page.after === undefined ? -1 : decodeCursor<Position>(page.after, positions).ledgerIndex;
    return desk.within(collaborationsOf(viewer), async (manager) => {
      await this.#requireConcerned(viewer, await this.#reader.require(manager, viewer, id));
      const readings = await listReadings(manager, id, { after, limit: limit + 1 });
      return pageOf(readings, limit, ({ ledgerIndex }) => ({ ledgerIndex }));
    });
  }

  async #requireConcerned(viewer: Viewer, { facts, root }: StoredItem): Promise<void> {
    if (facts.source === viewer.oin) return;
    const model = await this.#tools.models.get(String(root.model));
    const standing = { model, machine: root.kind === 'signal' ? 'signal' : 'case', state: root.state } as const;
    if (!findKeeper(standing, actorAt(viewer, root))) throw new KoppelError('process.role-missing');
  }
}
