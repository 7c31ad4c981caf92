import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { verifyFile } from '../exchange/ledger-check.ts';
import { Site } from '../exchange/site.ts';
import { openLedger, type LedgerUnderTest, type OpenLedger } from './ledger-under-test.ts';
import { appendAlone, appendMany, proveConsistency, proveInclusion } from './measure.ts';
import type { LedgerOptions } from './options.ts';
import { summarise, type LedgerMeasurements, type LedgerResults } from './results.ts';

/** Fills a ledger on a PostgreSQL of its own, and then asks of it whatever grows with its size. */
export async function runLedger(options: LedgerOptions, tell: (sentence: string) => void): Promise<LedgerResults> {
  const site = await Site.open({});
  try {
    const postgres = await site.startPostgres();
    const open = await openLedger(postgres, site.path('hub'));
    site.onClose(() => open.close());
    return summarise({ ...(await fill(open, options, tell)), ...(await exportAndVerify(open, site, tell)) });
  } finally {
    await site.close();
  }
}

type Filled = Omit<LedgerMeasurements, 'exportSeconds' | 'verifySeconds' | 'isVerified'>;

async function fill(open: OpenLedger, options: LedgerOptions, tell: (sentence: string) => void): Promise<Filled> {
  const { ledger, tableBytes } = open;
  const appendPerSecond = await appendMany(ledger, options.entries, tell);
  const aloneMs = await appendAlone(ledger, options.alone);
  const entries = await ledgerSize(ledger);
  tell('Asking for proofs');
  const inclusion = await proveInclusion(open, entries, options.proofs);
  const consistency = await proveConsistency(open, entries, options.proofs);
  return {
    entries,
    appendPerSecond,
    aloneMs,
    inclusionMs: inclusion.ms,
    consistencyMs: consistency.ms,
    wrongProofs: inclusion.wrong + consistency.wrong,
    tableBytes: await tableBytes(),
  };
}

async function ledgerSize(ledger: LedgerUnderTest): Promise<number> {
  const { header } = await ledger.exportStart(0);
  return header.to;
}

async function exportAndVerify(
  open: OpenLedger,
  site: Site,
  tell: (sentence: string) => void,
): Promise<Pick<LedgerMeasurements, 'exportSeconds' | 'verifySeconds' | 'isVerified'>> {
  const file = site.path('export.ndjson');
  tell('Exporting the log');
  const exportSeconds = await secondsOf(async () =>
    pipeline(Readable.from(await open.exportLines()), createWriteStream(file, { mode: 0o600 })),
  );
  tell('Verifying the export');
  let isVerified = false;
  const verifySeconds = await secondsOf(async () => {
    isVerified = await verifyFile(file);
  });
  return { exportSeconds, verifySeconds, isVerified };
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const before = performance.now();
  await work();
  return (performance.now() - before) / 1000;
}
