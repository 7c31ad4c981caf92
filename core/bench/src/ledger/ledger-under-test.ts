import { createHubDatabase, type PostgresServer, silentLog } from '@koppel/local';
import { programOf } from '../exchange/site.ts';

export interface InclusionProof {
  readonly index: number;
  readonly size: number;
  readonly leafHash: string;
  readonly hashes: readonly string[];
  readonly rootHash: string;
}

/** As much of the hub's ledger as is measured. */
export interface LedgerUnderTest {
  append(drafts: readonly object[]): Promise<readonly number[]>;
  proof(index: number, size: number): Promise<InclusionProof>;
  consistency(from: number, to: number): Promise<{ readonly hashes: readonly string[] }>;
  exportStart(from: number): Promise<{ readonly header: { readonly to: number }; readonly note: string | null }>;
  exportPage(from: number, to: number): Promise<unknown>;
}

export interface OpenLedger {
  readonly ledger: LedgerUnderTest;
  /** As whoever holds a proof checks it: the offline verifier's own functions. */
  readonly isIncluded: (claim: object) => boolean;
  readonly isConsistent: (claim: object) => boolean;
  /** The lines of the whole log, as the hub exports it. */
  readonly exportLines: () => Promise<AsyncIterable<string>>;
  /** Bytes on disk with indexes, by table. */
  readonly tableBytes: () => Promise<Readonly<Record<string, number>>>;
  readonly close: () => Promise<void>;
}

interface Pool {
  query(sql: string): Promise<{ name: string; bytes: string }[]>;
  destroy(): Promise<void>;
}

const tables = ['ledger_entry', 'ledger_subject', 'ledger_tile', 'ledger_checkpoint'];
const bounds = { maxBatch: 1024, maxWaiting: 20_000 };
const clock = { now: () => Date.now() };

/** The hub's own ledger, put together as its room does, by path: it is no part of what the hub offers to others. */
export async function openLedger(postgres: PostgresServer, home: string): Promise<OpenLedger> {
  const { migrations } = await load('hub.ts');
  const { migrate } = await load('platform/migrations.ts');
  const { connectDatabase } = await load('platform/data-source.ts');
  const { openKeyRing } = await load('platform/keys/open-key-ring.ts');
  const config = { ...(await createHubDatabase(postgres, 'koppel')), poolSize: 4, statementTimeoutMs: 30_000 };
  await migrate(config, migrations);
  const pools: Record<string, Pool> = {};
  for (const role of ['app', 'ledgerWriter', 'ledgerReader']) pools[role] = await connectDatabase(config, { role });
  const ring = await openKeyRing(home, pools['app'], { log: silentLog });
  const ledger = await assemble(ring, pools);
  const { exportLines } = await load('platform/export-lines.ts');
  const { isIncluded, isConsistent } = await import(programOf('core/ledger/src/index.ts'));
  const call = (_name: string, { from, to }: { from: number; to: number }) => ledger.exportPage(from, to);
  return {
    ledger,
    isIncluded,
    isConsistent,
    exportLines: async () => exportLines(await ledger.exportStart(0), call),
    tableBytes: () => bytesOf(pools['ledgerReader'] as Pool),
    close: async () => {
      ring.close();
      await Promise.all(Object.values(pools).map((pool) => pool.destroy()));
    },
  };
}

async function assemble(ring: object, pools: Readonly<Record<string, Pool>>): Promise<LedgerUnderTest> {
  const { LedgerReaderStore } = await load('ledger/ledger-reader.store.ts');
  const { LedgerWriterStore } = await load('ledger/ledger-writer.store.ts');
  const { Pseudonyms } = await load('ledger/pseudonyms.ts');
  const { RingLogSigner } = await load('ledger/log-signer.ts');
  const { EntryMaker } = await load('ledger/entry-maker.ts');
  const { LedgerAppender } = await load('ledger/ledger-appender.ts');
  const { GroupCommit } = await load('ledger/group-commit.ts');
  const { Ledger } = await load('ledger/ledger.ts');
  const reader = new LedgerReaderStore(pools['ledgerReader']);
  const writer = new LedgerWriterStore(pools['ledgerWriter']);
  const pseudonyms = new Pseudonyms(ring);
  const signer = await RingLogSigner.open(ring, 'koppel.example/bench');
  const maker = new EntryMaker(pseudonyms, clock);
  const appender = new LedgerAppender({ store: writer, tiles: reader, maker, signer, clock, log: silentLog });
  const commit = (entries: unknown) => appender.commit(entries);
  const commits = new GroupCommit({ ...bounds, commit, observe: () => undefined });
  return new Ledger({ log: commits, maker, reader, writer, pseudonyms, signer, clock });
}

// oxlint-disable-next-line typescript/no-explicit-any -- Of modules by path nothing is known; what is used of them is typed where it leaves this file.
const load = (path: string): Promise<any> => import(programOf('core/hub/src', path));

async function bytesOf(pool: Pool): Promise<Record<string, number>> {
  const list = tables.map((table) => `('${table}')`).join(', ');
  const rows = await pool.query(
    `SELECT name, pg_total_relation_size(name::regclass) AS bytes FROM (VALUES ${list}) AS tables (name)`,
  );
  return Object.fromEntries(rows.map(({ name, bytes }) => [name, Number(bytes)]));
}
