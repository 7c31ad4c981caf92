import { KoppelError, type ExchangeReply } from '@koppel/contract';
import { Adapters } from '../../src/adapters/adapters.ts';
import { AdapterRegistry } from '../../src/adapters/registry.ts';
import { AgreementLease } from '../../src/exchange/agreement-lease.ts';
import { EvidenceJudge } from '../../src/exchange/evidence-judge.ts';
import { Exchanges } from '../../src/exchange/exchanges.ts';
import { Gate } from '../../src/exchange/gate.ts';
import { GateKeeper } from '../../src/exchange/gate-keeper.ts';
import { IdempotencyKeys } from '../../src/exchange/idempotency.ts';
import { EntryMaker } from '../../src/ledger/entry-maker.ts';
import { GroupCommit } from '../../src/ledger/group-commit.ts';
import { LedgerAppender } from '../../src/ledger/ledger-appender.ts';
import { Ledger } from '../../src/ledger/ledger.ts';
import type { Call, ParamsOf } from '../../src/platform/actions.ts';
import { oins } from '../fixtures.ts';
import { aManifest } from '../manifests.ts';
import { Outage } from './database.ts';
import { catalogueAt, events, logSigner, metrics, noLog, observer, pseudonyms } from './fixed-parts.ts';
import { KeyPort } from './key-table.ts';
import { logReader, LogWriter } from './log-ports.ts';
import { Machine } from './machine.ts';
import type { World } from './world.ts';

const tickMs = 500;
const ticksPerCheckpoint = 3;
/** While nobody waits and nothing is planned for this long, a node's timers sleep until shortly before the plan. */
const idleMs = 2500;

/** One node of the hub from its start to its end: the real rooms, furnished as the hub does it, on a simulated ground. */
export class HubNode {
  readonly machine: Machine;
  readonly lease: AgreementLease;
  readonly exchanges: Exchanges;
  readonly ledger: Ledger;
  readonly #world: World;
  readonly #adapters: Adapters;
  readonly #registry = new AdapterRegistry();
  #ticks = 0;

  constructor(world: World, place: 0 | 1) {
    this.#world = world;
    this.machine = new Machine(world.timeline);
    const { call, machine } = this;
    const gate = new Gate();
    this.lease = new AgreementLease({ gate, call, clock: machine.securityClock, log: noLog });
    const catalogue = catalogueAt(place, { call, clock: machine.securityClock });
    const clock = machine.domainClock;
    const keys = new IdempotencyKeys(new KeyPort(world.database, world.keys, machine), call, clock);
    const keeper = new GateKeeper({ call, gate, lease: this.lease, catalogue, clock });
    const used = { use: async () => true, release: async () => undefined };
    const evidence = new EvidenceJudge({ call, used, clock });
    this.exchanges = new Exchanges({ call, keeper, catalogue, keys, evidence, clock, observer });
    this.ledger = this.#openLedger();
    this.#adapters = this.#openAdapters();
  }

  start(): void {
    void this.lease.refresh();
    this.#sleep();
  }

  perform(asked: ParamsOf<'exchange.perform'>): Promise<ExchangeReply> {
    return this.exchanges.perform(asked);
  }

  /** How the rooms of this node reach each other. */
  readonly call = (async (name: string, params: never) => {
    const action = this.#actions[name];
    if (!action) throw new Error(`no simulation has ${name}`);
    try {
      return await action(params);
    } catch (error) {
      // As the broker does it with a database that cannot be reached.
      throw error instanceof Outage ? new KoppelError('hub.unavailable', undefined, { cause: error }) : error;
    }
  }) as Call;

  readonly #actions: Record<string, (params: never) => Promise<unknown>> = {
    'agreements.changesSince': ({ revision }: { revision: number }) =>
      this.#read(() => this.#world.book.changesSince(revision)),
    'cases.standing': () => this.#read(() => this.#world.book.standing()),
    'adapters.findOperation': async (query: ParamsOf<'adapters.findOperation'>) =>
      this.#registry.findOperation(query) ?? null,
    'adapters.ask': async (asked: ParamsOf<'adapters.ask'>) => {
      const answer = await this.#adapters.ask(asked);
      this.#world.judge.answered(asked.transaction);
      return answer;
    },
    'ledger.append': ({ entries }: ParamsOf<'ledger.append'>) => {
      for (const entry of entries) this.#world.judge.entryOffered(this.machine, entry);
      return this.ledger.append(entries);
    },
    'ledger.findExchange': ({ exchange }: { exchange: string }) => this.ledger.findExchange(exchange),
    'ledger.exportPage': ({ from, to }: { from: number; to: number }) => this.ledger.exportPage(from, to),
  };

  #read<Result>(execute: () => Result): Promise<Result> {
    return this.#world.database.trip(this.machine, execute);
  }

  #openLedger(): Ledger {
    const { machine } = this;
    const place = { database: this.#world.database, table: this.#world.log, machine };
    const [reader, writer, clock] = [logReader(place), new LogWriter(place), machine.domainClock];
    const maker = new EntryMaker(pseudonyms, clock);
    const appender = new LedgerAppender({ store: writer, tiles: reader, maker, signer: logSigner, clock, log: noLog });
    const commits = new GroupCommit({
      maxBatch: 4,
      maxWaiting: 12,
      commit: (entries: Parameters<LedgerAppender['commit']>[0]) => appender.commit(entries),
      observe: () => undefined,
    });
    return new Ledger({ log: commits, maker, reader, writer, pseudonyms, signer: logSigner, clock });
  }

  #openAdapters(): Adapters {
    for (const client of ['records', 'standby'])
      this.#registry.put({ oin: oins.provider, client, manifest: aManifest() });
    return new Adapters({
      edge: this.#world.link.edge(this.machine),
      registry: this.#registry,
      store: { save: async () => undefined, list: async () => [] },
      clock: this.machine.domainClock,
      metrics,
      events,
      log: noLog,
      announce: () => undefined,
    });
  }

  #sleep(): void {
    const { timeline, waiting } = this.#world;
    const untilPlanMs = timeline.nextPlanMs - timeline.nowMs;
    const isIdle = waiting === 0 && untilPlanMs > idleMs && untilPlanMs < Infinity;
    this.machine.after(isIdle ? untilPlanMs - 2 * tickMs : tickMs, () => this.#tick(), 'tick');
  }

  #tick(): void {
    void this.lease.refresh();
    this.#ticks += 1;
    if (this.#ticks % ticksPerCheckpoint === 0) this.ledger.checkpoint().catch(() => undefined);
    this.#sleep();
  }
}
