import type { AgreementRecord, Clock, Log } from '@koppel/contract';
import { silentLog, type HubDatabase } from '@koppel/local';
import type { RunningProgram } from '../child/program.ts';
import { programOf } from '../exchange/site.ts';
import { memoryOf } from '../links/crowd.ts';
import type { HubWithSet } from './hub-with-set.ts';

/** One start of a node of a hub whose agreements are there already. */
export interface Start {
  readonly seconds: number;
  /** Once it was ready. */
  readonly megabytes: number;
}

export async function startNode(
  { open }: HubWithSet,
  name: string,
): Promise<{ readonly start: Start; readonly node: RunningProgram }> {
  const before = performance.now();
  const node = await open.startAnother(name);
  return { node, start: { seconds: (performance.now() - before) / 1000, megabytes: memoryOf(node.pid) } };
}

interface DataSource {
  destroy(): Promise<void>;
}

/** As much of the hub as keeps a gate up to date, by path like every program that is measured. */
interface Parts {
  readonly gate: { readonly Gate: new () => { readonly size: number } };
  readonly lease: {
    readonly AgreementLease: new (parts: object) => { refresh(): Promise<void>; readonly isFresh: boolean };
  };
  readonly store: {
    readonly AgreementStore: new (
      app: DataSource,
      gate: DataSource,
    ) => {
      changesSince(revision: number): Promise<{ readonly records: readonly AgreementRecord[] }>;
    };
  };
  readonly database: {
    connectDatabase(database: HubDatabase, options: object): Promise<DataSource>;
  };
}

/** Milliseconds in which the hub's own lease fills an empty gate from the database, with nothing else to do. */
export async function timeFullRefresh(database: HubDatabase, agreements: number): Promise<number> {
  const { gate: gates, lease: leases, store: stores, database: databases } = await loadParts();
  const dataSource = await databases.connectDatabase(database, { role: 'gate', poolSize: 1 });
  try {
    const store = new stores.AgreementStore(dataSource, dataSource);
    const gate = new gates.Gate();
    const call = (_action: string, { revision }: { revision: number }) => store.changesSince(revision);
    const clock: Clock = { now: () => performance.now() };
    const log: Log = silentLog;
    const lease = new leases.AgreementLease({ gate, call, clock, log });
    const before = performance.now();
    await lease.refresh();
    const ms = performance.now() - before;
    if (!lease.isFresh || gate.size < agreements) throw new Error('The gate did not take in the whole set');
    return ms;
  } finally {
    await dataSource.destroy();
  }
}

async function loadParts(): Promise<Parts> {
  const at = (...names: string[]): string => programOf('core', 'hub', 'src', ...names);
  return {
    gate: await import(at('exchange', 'gate.ts')),
    lease: await import(at('exchange', 'agreement-lease.ts')),
    store: await import(at('agreements', 'agreements.store.ts')),
    database: await import(at('platform', 'data-source.ts')),
  };
}
