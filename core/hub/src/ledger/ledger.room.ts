import type { NoteSigner } from '@koppel/ledger';
import type { Ground } from '../platform/ground.ts';
import { EntryMaker } from './entry-maker.ts';
import { fellowWriters } from './fellow-writers.ts';
import { GroupCommit } from './group-commit.ts';
import { LedgerAppender } from './ledger-appender.ts';
import { LedgerReaderStore } from './ledger-reader.store.ts';
import { createLedgerService } from './ledger.service.ts';
import { Ledger } from './ledger.ts';
import { LedgerWriterStore } from './ledger-writer.store.ts';
import { openWitnessDesk } from './witness/witness.room.ts';
import { RingLogSigner, type LogSigner } from './log-signer.ts';
import { Pseudonyms } from './pseudonyms.ts';
import { SharedLog, type SharedLogParts } from './shared-log.ts';

const bounds = { maxBatch: 1024, maxWaiting: 20_000 } as const;
/** What nodes hand each other stays well within what a message may hold. */
const handOverBounds = { maxBatch: 256, maxWaiting: 20_000 } as const;

/** Whether the ledger can be read, and whether its witnesses go along with it. */
interface LedgerProbes {
  readonly ledger: () => Promise<boolean>;
  readonly witnesses: () => true | 'warning';
}

/** Furnishes the ledger. */
export async function openLedgerRoom(ground: Ground): Promise<LedgerProbes> {
  const { config, clock, log, metrics, tracer, broker } = ground;
  const reader = new LedgerReaderStore(await ground.database('ledgerReader'));
  const writer = new LedgerWriterStore(await ground.database('ledgerWriter'));
  const ring = await ground.keys();
  const pseudonyms = new Pseudonyms(ring);
  const signer = watched(await RingLogSigner.open(ring, config.origin), ground);
  const maker = new EntryMaker(pseudonyms, clock);
  const appender = new LedgerAppender({ store: writer, tiles: reader, maker, signer, clock, log });
  const commits = new GroupCommit({
    ...bounds,
    tracer,
    commit: async (entries: Parameters<LedgerAppender['commit']>[0]) => {
      const first = await appender.commit(entries).catch((error: unknown) => {
        metrics.ledgerFailures.inc();
        throw error;
      });
      metrics.ledgerSize.set(first + entries.length);
      return first;
    },
    observe: ({ entries, lagMs }) => {
      metrics.ledgerBatch.observe(entries);
      metrics.ledgerLag.observe(lagMs / 1000);
    },
  });
  const shared = shareLog(ground, { commits, maker });
  const ledger = new Ledger({ log: shared, maker, reader, writer, pseudonyms, signer, clock });
  const desk = await openWitnessDesk(ground, ledger, signer);
  broker.createService(createLedgerService({ ledger, shared, writer, desk, log }));
  return { ledger: async () => (await reader.size()) >= 0, witnesses: desk.watch.probe };
}

function shareLog(ground: Ground, parts: Pick<SharedLogParts, 'commits' | 'maker'>): SharedLog {
  const { metrics, tracer, log } = ground;
  return new SharedLog({
    ...parts,
    fellows: fellowWriters(ground),
    bounds: handOverBounds,
    tracer,
    observe: ({ lagMs }) => metrics.ledgerLag.observe(lagMs / 1000),
    onDoubt: (reason) => {
      metrics.ledgerFailures.inc();
      log.error({ reason }, 'the node that writes the ledger did not answer');
    },
  });
}

/** Tells how long ago this node signed. */
function watched(signer: LogSigner, { metrics, securityClock }: Ground): LogSigner {
  let signedAt = securityClock.now();
  metrics.watchCheckpoint(() => securityClock.now() - signedAt);
  const timed = (one: NoteSigner): NoteSigner => ({
    key: one.key,
    sign: async (bytes) => {
      const signature = await one.sign(bytes);
      signedAt = securityClock.now();
      return signature;
    },
  });
  return {
    get key() {
      return signer.key;
    },
    get formerKeys() {
      return signer.formerKeys;
    },
    signers: () => signer.signers().map(timed),
  };
}
