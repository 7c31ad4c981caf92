import { KoppelError } from '@koppel/contract';
import { listCollaborations } from '../../platform/process/collaborations.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import type { ProcessRecord } from '../../platform/process/process-record.ts';
import type { Change, Commit } from '../../platform/process/process-writer.ts';
import { yearsLater } from '../item/item-clock.ts';
import type { ItemStore, StoredItem } from '../item/item.store.ts';
import { clockEvents, type ClockStep } from './clock-events.ts';

const perRound = 100;
const everyPart = 100_000;

/**
 * Carries out what people decided about keeping: what is over is locked, and what was locked long enough is destroyed,
 * with all its parts and items. Items whose own time is over go alone. Two nodes do nothing twice: each change is made on
 * the version that was seen.
 */
export class RetentionClock {
  readonly #tools: ProcessTools;
  readonly #items: ItemStore;

  constructor(tools: ProcessTools, items: ItemStore) {
    this.#tools = tools;
    this.#items = items;
  }

  /** Does everything that is due now; answers how much that was. What fails keeps nothing else from going, and is thrown then. */
  async run(): Promise<number> {
    const collaborations = await this.#tools.desk.within([], listCollaborations);
    let done = 0;
    for (let isOver = false; !isOver; ) {
      const failures: unknown[] = [];
      const round =
        (await this.#advanceRoots(collaborations, failures)) + (await this.#advanceItems(collaborations, failures));
      done += round;
      isOver = round === 0;
      if (isOver && failures.length > 0) throw failures[0];
    }
    return done;
  }

  async #advanceRoots(collaborations: readonly string[], failures: unknown[]): Promise<number> {
    const { desk, clock } = this.#tools;
    const due = await desk.listWithin(collaborations, {
      where: `s.id = s.root AND s.retention_status <> 'destroyed' AND s.retention_ends_at <= $1`,
      parameters: [new Date(clock.now())],
      orderBy: 's.retention_ends_at, s.id',
      limit: perRound,
    });
    return this.#inTurn(due, { failures, plan: (root) => this.#planRoot(root) });
  }

  async #advanceItems(collaborations: readonly string[], failures: unknown[]): Promise<number> {
    const { desk, clock } = this.#tools;
    const due = await desk.within(collaborations, (manager) => this.#items.listDue(manager, clock.now(), perRound));
    return this.#inTurn(due, { failures, plan: (stored) => this.#planItem(stored) });
  }

  /** One after the other; what somebody else changed meanwhile waits for the next time, without the log nothing goes on. */
  async #inTurn<Due>(
    due: readonly Due[],
    { plan, failures }: { plan: (due: Due) => Promise<Commit | undefined>; failures: unknown[] },
  ): Promise<number> {
    let done = 0;
    for (const one of due) {
      try {
        const commit = await plan(one);
        if (commit) await this.#tools.desk.commit(commit);
        done += commit ? 1 : 0;
      } catch (error) {
        const code = error instanceof KoppelError ? error.code : undefined;
        if (code === 'ledger.unavailable') throw error;
        if (code !== 'resource.changed') failures.push(error);
      }
    }
    return done;
  }

  async #planRoot(root: ProcessRecord): Promise<Commit> {
    const { id, collaboration, model, retention } = root;
    const step: ClockStep = retention.status === 'active' ? 'lock' : 'destroy';
    const endsAt = step === 'lock' ? yearsLater(String(retention.endsAt), retention.lockedYears) : null;
    return {
      collaboration,
      by: null,
      model,
      ...(retention.decision === null ? {} : { decision: retention.decision }),
      action: step === 'lock' ? 'change' : 'destroy',
      changes: await this.#changesOf(root, { step, endsAt }),
      alongside: (manager) =>
        endsAt === null ? this.#items.destroyAll(manager, id) : this.#items.lockAll(manager, id, endsAt),
    };
  }

  async #changesOf(
    root: ProcessRecord,
    { step, endsAt }: { step: ClockStep; endsAt: string | null },
  ): Promise<Change[]> {
    const { desk, models, clock } = this.#tools;
    const parts = await desk.listWithin([root.collaboration], {
      where: 's.root = $1 AND s.id <> $1',
      parameters: [root.id],
      orderBy: 's.id',
      limit: everyPart,
    });
    const now = clock.now();
    return Promise.all(
      [root, ...parts].map(async (record): Promise<Change> => {
        const { id: stream, kind, version } = record;
        const model = await models.get(String(record.model));
        const events = clockEvents(record, { step, model, clock: root.retention, endsAt, now });
        return { stream, kind, root: root.id, seenVersion: version, events };
      }),
    );
  }

  async #planItem({ facts: { id: item }, root: { collaboration } }: StoredItem): Promise<Commit | undefined> {
    const { desk, clock } = this.#tools;
    const stored = await desk.within([collaboration], (manager) => this.#items.findDue(manager, clock.now(), item));
    return stored && this.#commitOf(stored);
  }

  #commitOf({ facts: { id: item, terms }, retention, root }: StoredItem): Commit {
    const { id, kind, collaboration, model, version } = root;
    const isLock = retention.status === 'active';
    const lockedUntil = yearsLater(String(retention.activeUntil), terms.retention?.lockedYears ?? 0);
    const event = isLock
      ? { type: 'item-locked', facts: { item, endsAt: lockedUntil } }
      : { type: 'item-destroyed', facts: { item } };
    return {
      collaboration,
      by: null,
      decision: retention.decision,
      model,
      action: isLock ? 'change' : 'destroy',
      changes: [{ stream: id, kind, root: id, seenVersion: version, events: [event] }],
      alongside: (manager) =>
        isLock ? this.#items.lock(manager, item, lockedUntil) : this.#items.destroy(manager, item),
    };
  }
}
