import { randomBytes } from 'node:crypto';
import { KoppelError } from '@koppel/contract';
import type { DataSource, EntityManager } from 'typeorm';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import type { ActionName, Call } from '../../../src/platform/actions.ts';
import { connectDatabase, inCollaborations } from '../../../src/platform/data-source.ts';
import { keepLogged } from '../../../src/platform/logged-change.ts';
import { recordMark } from '../../../src/platform/process/marks.ts';
import { Reconciler } from '../../../src/platform/process/reconciler.ts';
import { agreementId } from '../../fixtures.ts';
import { databaseConfigOf } from '../../hub-database.ts';
import { LogRoom } from '../../ledger/log-room.ts';

/** The same each time, digest and all. */
const suspension = {
  type: 'agreement.suspended',
  action: 'change',
  agreement: { id: agreementId, version: 1 },
  collaboration: 'example-region',
  digest: 'a'.repeat(64),
} as const;

/** The log and the tables of the process, without rooms between them. */
export class RecordingRoom {
  readonly log: LogRoom;
  readonly app: DataSource;
  /** Called before every action; a test lets it fail. */
  watch: (name: ActionName) => void = () => undefined;
  readonly #ledger: Ledger;

  private constructor(log: LogRoom, app: DataSource, ledger: Ledger) {
    this.log = log;
    this.app = app;
    this.#ledger = ledger;
  }

  static async open(): Promise<RecordingRoom> {
    const log = await LogRoom.open();
    const app = await connectDatabase(databaseConfigOf(log.database), { role: 'app', poolSize: 5 });
    return new RecordingRoom(log, app, await log.node());
  }

  async close(): Promise<void> {
    await this.app.destroy();
    await this.log.close();
  }

  readonly call: Call = async (name, params) => {
    this.watch(name);
    const actions: Partial<Record<ActionName, (asked: never) => Promise<unknown>>> = {
      'ledger.append': ({ entries }) => this.#ledger.append(entries),
      'ledger.digestsOf': (asked) => this.#ledger.digestsOf(asked),
    };
    const action = actions[name];
    if (!action) throw new KoppelError('hub.unavailable');
    return (await action(params as never)) as never;
  };

  reconcile(): Promise<number> {
    return new Reconciler(this.app, this.call).run();
  }

  /** Entries of which nothing else is stored, as after a fall. */
  async orphans(count: number): Promise<string[]> {
    const digests = Array.from({ length: count }, () => randomBytes(32).toString('hex'));
    const entries = digests.map((digest) => ({ type: 'process.recorded', action: 'change', digest }) as const);
    await this.call('ledger.append', { entries });
    return digests;
  }

  /** Records something in a transaction that ends as `work` does. */
  mark(collaboration: string, work: (manager: EntityManager) => Promise<void> = async () => undefined): Promise<void> {
    return inCollaborations(this.app, [collaboration], async (manager) => {
      await recordMark({ manager, call: this.call }, { collaboration, action: 'consult', facts: { type: 'tested' } });
      await work(manager);
    });
  }

  /** Logs a change of an agreement in a transaction that ends as `work` does. */
  change(work: () => Promise<void> = async () => undefined): Promise<void> {
    return this.app.transaction(async (manager) => {
      await keepLogged(manager, () => this.call('ledger.append', { entries: [suspension] }));
      await work();
    });
  }

  /** The leaf hashes of the changes that were logged, hexadecimal. */
  async leaves(): Promise<string[]> {
    const { entries } = await this.#ledger.digestsOf({ types: [suspension.type], from: 0, limit: 100 });
    return entries.map(({ leaf }) => leaf);
  }

  async digests(type: 'process.recorded' | 'process.voided' | 'entry.voided'): Promise<string[]> {
    const digests: string[] = [];
    for (let from = -1, to = 0; to !== from; ) {
      from = to;
      const { entries, next } = await this.#ledger.digestsOf({ types: [type], from, limit: 2000 });
      digests.push(...entries.map(({ digest }) => digest));
      to = next;
    }
    return digests;
  }
}
