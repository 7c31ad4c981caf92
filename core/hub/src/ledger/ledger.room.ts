import type { Ground } from '../platform/ground.ts';
import { EntryMaker } from './entry-maker.ts';
import { GroupCommit } from './group-commit.ts';
import { LedgerAppender } from './ledger-appender.ts';
import { LedgerReaderStore } from './ledger-reader.store.ts';
import { createLedgerService } from './ledger.service.ts';
import { Ledger } from './ledger.ts';
import { LedgerWriterStore } from './ledger-writer.store.ts';
import { readLogSigner } from './log-key.store.ts';
import { PseudonymKeyFiles } from './pseudonym-keys.store.ts';

const bounds = { maxBatch: 1024, maxWaiting: 20_000 } as const;

/** Furnishes the ledger; answers with the probe that says whether it can be read. */
export async function openLedgerRoom(ground: Ground): Promise<() => Promise<boolean>> {
  const { config, clock, log, metrics, broker } = ground;
  const reader = new LedgerReaderStore(await ground.database('ledgerReader'));
  const writer = new LedgerWriterStore(await ground.database('ledgerWriter'));
  const keys = new PseudonymKeyFiles(config.home);
  const signer = await readLogSigner(config.home, config.origin);
  const maker = new EntryMaker(keys, clock);
  const appender = new LedgerAppender({ store: writer, tiles: reader, maker, signer, clock, log });
  const commits = new GroupCommit({
    ...bounds,
    commit: async (entries: Parameters<LedgerAppender['commit']>[0]) => {
      const first = await appender.commit(entries);
      metrics.ledgerSize.set(first + entries.length);
      return first;
    },
    observe: ({ entries, lagMs }) => {
      metrics.ledgerBatch.observe(entries);
      metrics.ledgerLag.observe(lagMs / 1000);
    },
  });
  const ledger = new Ledger({ commits, maker, reader, writer, keys, signer, clock });
  broker.createService(createLedgerService(ledger, log));
  return async () => (await reader.size()) >= 0;
}
