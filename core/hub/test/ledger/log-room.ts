import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkpointLine, entryLine, headerLine, verifyExport, type ExportReport } from '@koppel/ledger';
import { createTestDatabase, silentLog, type TestDatabase } from '@koppel/testkit';
import type { DataSource } from 'typeorm';
import { EntryMaker } from '../../src/ledger/entry-maker.ts';
import { GroupCommit } from '../../src/ledger/group-commit.ts';
import { LedgerAppender } from '../../src/ledger/ledger-appender.ts';
import { LedgerReaderStore } from '../../src/ledger/ledger-reader.store.ts';
import { LedgerWriterStore } from '../../src/ledger/ledger-writer.store.ts';
import { Ledger } from '../../src/ledger/ledger.ts';
import { RingLogSigner } from '../../src/ledger/log-signer.ts';
import { Pseudonyms } from '../../src/ledger/pseudonyms.ts';
import type { LedgerEntryDraft } from '../../src/platform/actions.ts';
import { connectDatabase } from '../../src/platform/data-source.ts';
import type { KeyRing } from '../../src/platform/keys/key-ring.ts';
import { openKeyRing } from '../../src/platform/keys/open-key-ring.ts';
import { createUuidV7 } from '@koppel/ledger';
import { databaseConfigOf, hubTemplate } from '../hub-database.ts';
import { agreementId, oins } from '../fixtures.ts';

/** The ledger on real PostgreSQL, with as many writing nodes as a test wants. */
export class LogRoom {
  readonly clock = { time: Date.now(), now: () => this.clock.time };
  readonly database: TestDatabase;
  readonly home: string;
  readonly ring: KeyRing;
  readonly appPool: DataSource;
  readonly writerPool: DataSource;
  readonly readerPool: DataSource;

  private constructor(parts: Pick<LogRoom, 'database' | 'home' | 'ring' | 'appPool' | 'writerPool' | 'readerPool'>) {
    this.database = parts.database;
    this.home = parts.home;
    this.ring = parts.ring;
    this.appPool = parts.appPool;
    this.writerPool = parts.writerPool;
    this.readerPool = parts.readerPool;
  }

  static async open(): Promise<LogRoom> {
    const home = await mkdtemp(join(tmpdir(), 'koppel-ledger-'));
    return LogRoom.over(await createTestDatabase(hubTemplate), home);
  }

  /** Writes the log of a hub beside its nodes. */
  static async over(database: TestDatabase, home: string): Promise<LogRoom> {
    const config = databaseConfigOf(database);
    const appPool = await connectDatabase(config, { role: 'app' });
    return new LogRoom({
      database,
      home,
      appPool,
      ring: await openKeyRing(home, appPool, { log: silentLog }),
      writerPool: await connectDatabase(config, { role: 'ledgerWriter' }),
      readerPool: await connectDatabase(config, { role: 'ledgerReader' }),
    });
  }

  async close(): Promise<void> {
    await this.leave();
    await this.database.drop();
    await rm(this.home, { recursive: true, force: true });
  }

  /** Leaves the log and its hub where they are. */
  async leave(): Promise<void> {
    this.ring.close();
    await this.appPool.destroy();
    await this.writerPool.destroy();
    await this.readerPool.destroy();
  }

  async node(): Promise<Ledger> {
    const { clock } = this;
    const reader = new LedgerReaderStore(this.readerPool);
    const writer = new LedgerWriterStore(this.writerPool);
    const pseudonyms = new Pseudonyms(this.ring);
    const signer = await RingLogSigner.open(this.ring, 'koppel.test/hub');
    const maker = new EntryMaker(pseudonyms, clock);
    const appender = new LedgerAppender({
      store: writer,
      tiles: reader,
      maker,
      signer,
      clock,
      log: silentLog,
    });
    const commits = new GroupCommit({
      maxBatch: 1024,
      maxWaiting: 100_000,
      commit: (entries: Parameters<LedgerAppender['commit']>[0]) => appender.commit(entries),
      observe: () => undefined,
    });
    return new Ledger({ log: commits, maker, reader, writer, pseudonyms, signer, clock });
  }

  /** Exports everything and verifies it as an outsider would. */
  async verify(ledger: Ledger, from = 0): Promise<ExportReport> {
    return verifyExport(exportOf(ledger, from));
  }
}

export async function* exportOf(ledger: Ledger, from = 0): AsyncGenerator<string> {
  const { header, note } = await ledger.exportStart(from);
  yield headerLine(header) + (note === null ? '' : checkpointLine(note));
  for (let at = header.from; at < header.to; ) {
    const page = await ledger.exportPage(at, header.to);
    const notes = new Map(page.checkpoints.map((checkpoint) => [checkpoint.size, checkpoint.note]));
    for (const { index, body, leaf } of page.entries) {
      yield entryLine({ index, body, leaf: Buffer.from(leaf, 'base64') });
      const signed = notes.get(index + 1);
      if (signed !== undefined) yield checkpointLine(signed);
    }
    at += page.entries.length;
  }
}

/** A question about somebody, as the exchange room offers it. */
export function aQuestion(atMs: number, bsn = '999990019', collaboration = 'example-region'): LedgerEntryDraft {
  return {
    type: 'request.disclosed',
    action: 'disclose',
    exchange: createUuidV7(atMs),
    transaction: '01938c5e-8c00-7000-8000-0000000000aa',
    trace: 'a'.repeat(32),
    requester: { oin: oins.requester, client: 'intake' },
    provider: { oin: oins.provider },
    operation: 'municipality.find-residents@1.0.0',
    collaboration,
    agreement: { id: agreementId, version: 1 },
    mode: 'content',
    purpose: 'prevent-and-detect-offences',
    actor: { id: 'emp-7f3a91', role: 'intelligence-officer' },
    subjects: [{ kind: 'bsn', value: bsn }],
  };
}

/** An event of the process as its room offers it, told apart by a number. */
export const anEvent = (
  digest: string,
  type: 'process.recorded' | 'process.voided' = 'process.recorded',
): LedgerEntryDraft => ({ type, action: 'change', digest: digest.padStart(64, '0') });
