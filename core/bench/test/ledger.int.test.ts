import { describe, expect, test } from '@jest/globals';
import { ledgerHelp, readLedgerOptions } from '../src/ledger/options.ts';
import { isSound, summarise, type LedgerMeasurements } from '../src/ledger/results.ts';
import { runLedger } from '../src/ledger/run-ledger.ts';
import { renderLedgerTable } from '../src/ledger/table.ts';

describe('the options of the benchmark of the ledger', () => {
  test('have defaults', () => {
    expect(readLedgerOptions([])).toEqual({ isJson: false, entries: 1_000_000, proofs: 1000, alone: 300 });
  });

  test.each([
    [['--entries', '10'], /--entries takes whole numbers from 1000/],
    [['--proofs', 'many'], /--proofs takes whole numbers/],
    [['--entry', '10'], /--entry/],
  ])('are refused with a sentence: %j', (args, sentence) => {
    expect(() => readLedgerOptions(args)).toThrow(sentence);
  });

  test('are explained with examples when help is asked for', () => {
    expect(readLedgerOptions(['--help'])).toBeUndefined();
    expect(ledgerHelp).toMatch(/Examples:\n(?: {2}npm run bench -- ledger.*\n){2,}/);
  });
});

const measured: LedgerMeasurements = {
  entries: 2_000_000,
  appendPerSecond: [100, 300, 200],
  aloneMs: [3, 1, 2],
  inclusionMs: [1],
  consistencyMs: [1],
  tableBytes: { ledger_entry: 2_000_000_000 },
  exportSeconds: 4,
  verifySeconds: 20,
  wrongProofs: 0,
  isVerified: true,
};

test('what was measured is told for a million entries and for a second', () => {
  const results = summarise(measured);
  expect(results).toMatchObject({ exportPerSecond: 500_000, verifyPerSecond: 100_000, aloneMs: { p50: 2, p99: 3 } });
  expect(results.bytesPerMillion).toEqual({ ledger_entry: 1_000_000_000 });
  expect(renderLedgerTable(results)).toContain('ledger_entry 1000 MB');
});

test.each([[{ wrongProofs: 1 }], [{ isVerified: false }]])('%j makes the whole of it unsound', (change) => {
  expect(isSound(summarise(measured))).toBe(true);
  expect(isSound(summarise({ ...measured, ...change }))).toBe(false);
});

test('the hub’s own ledger takes entries, proves them and is verified', async () => {
  const told: string[] = [];
  const options = { isJson: true, entries: 1000, proofs: 20, alone: 5 };
  const results = await runLedger(options, (sentence) => told.push(sentence));
  expect(results).toMatchObject({ entries: 1010, wrongProofs: 0, isVerified: true });
  expect(results.bytesPerMillion['ledger_entry']).toBeGreaterThan(0);
  expect(told).toContain('Verifying the export');
}, 60_000);
