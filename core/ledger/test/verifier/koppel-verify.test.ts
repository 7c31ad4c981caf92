import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  entryRules,
  entryTypes,
  verifyExport,
  type EntryRule,
  type EntryType,
  type ExportReport,
  type LedgerEntry,
} from '../../src/index.ts';
import { entriesOfEveryType, entryOfType, optionalValues } from '../sample-entry.ts';
import { logOf } from '../sample-log.ts';
import { rotatedLogs } from '../rotated-logs.ts';
import { createEvidence, tamperings } from '../tampering.ts';
import type { Evidence } from '../tampering/forgery.ts';

const program = fileURLToPath(new URL('../../verifier/koppel_verify.py', import.meta.url));
const run = promisify(execFile);

let directory: string;
let evidence: Evidence;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'koppel-verify-'));
  evidence = await createEvidence();
  await writeFile(join(directory, 'held'), evidence.lastCheckpoint);
  await run('python3', ['--version']).catch((cause: unknown) => {
    throw new Error('The second verifier is a Python program: install python3 (3.9 or newer) to run its tests', {
      cause,
    });
  });
});

afterAll(() => rm(directory, { recursive: true }));

interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function verify(args: readonly string[]): Promise<Outcome> {
  try {
    return { exitCode: 0, ...(await run('python3', [program, ...args])) };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { exitCode: code, stdout, stderr };
  }
}

async function verifyLines(name: string, lines: readonly string[], options: readonly string[] = []): Promise<Outcome> {
  const file = join(directory, `${name}.ndjson`);
  await writeFile(file, lines.join(''));
  return verify([file, '--json', ...options]);
}

/** So many findings does a report list. */
const maxListed = 100;

/** Entries of a type that have a member too many, well formed in itself, or lack one. */
function wrongEntriesOf(type: EntryType): LedgerEntry[] {
  const entry = entryOfType(type, 'fewest');
  const { requires, allows }: EntryRule = entryRules[type];
  const known: readonly string[] = [...requires, ...allows];
  const others = Object.entries(optionalValues).filter(([name]) => !known.includes(name));
  const lacking = requires.map((left) => Object.entries(entry).filter(([name]) => name !== left));
  return [...others.map((other) => [...Object.entries(entry), other]), ...lacking].map(
    (members) => Object.fromEntries(members) as LedgerEntry,
  );
}

const reportIn = ({ stdout }: Outcome): ExportReport => JSON.parse(stdout);

describe('the verifier in Python', () => {
  test('finds an honest export good, and reads the same in it as the verifier in TypeScript', async () => {
    const { lines, vkey } = evidence;
    const outcome = await verifyLines('good', lines, ['--vkey', vkey, '--held', join(directory, 'held')]);
    expect(outcome.exitCode).toBe(0);
    expect(reportIn(outcome)).toEqual(await verifyExport(lines, { vkey }));
  });

  test('finds a good part good, and an empty log', async () => {
    const log = await logOf(evidence.entries, evidence.signer);
    expect(await verifyLines('part', await log.exportFrom(41), ['--vkey', log.vkey])).toMatchObject({ exitCode: 0 });
    const empty = await logOf([]);
    expect(await verifyLines('empty', await empty.exportFrom())).toMatchObject({ exitCode: 0 });
  });

  test.each(rotatedLogs)(
    'judges a log that changed its key as the verifier in TypeScript does: %s',
    async (title, make) => {
      const { lines, vkeys } = await make();
      const report = await verifyExport(lines, { vkey: vkeys });
      const options = vkeys.flatMap((vkey) => ['--vkey', vkey]);
      const own = reportIn(await verifyLines(title.replaceAll(' ', '-'), lines, options));
      expect(own).toMatchObject({ isGood: report.isGood, summary: report.summary, faults: report.faults });
      expect(own.findings.map(({ code, line }) => ({ code, line }))).toEqual(
        report.findings.map(({ code, line }) => ({ code, line })),
      );
    },
  );

  test('knows every type of entry, as the verifier in TypeScript does', async () => {
    const log = await logOf(entriesOfEveryType());
    const lines = await log.exportFrom();
    const report = await verifyExport(lines, { vkey: log.vkey });
    expect(report).toMatchObject({ isGood: true, findings: [] });
    expect(reportIn(await verifyLines('types', lines, ['--vkey', log.vkey]))).toEqual(report);
  });

  test('names the same entries as the verifier in TypeScript when each says one thing too much or too little', async () => {
    const wrong = entryTypes.flatMap(wrongEntriesOf);
    for (let at = 0; at < wrong.length; at += maxListed) {
      const entries = wrong.slice(at, at + maxListed);
      const lines = await (await logOf(entries)).exportFrom();
      const faultsIn = ({ findings }: ExportReport) => findings.map(({ code, index }) => `${code} ${index}`);
      expect(faultsIn(await verifyExport(lines))).toEqual(entries.map((_entry, index) => `entry.invalid ${index}`));
      expect(faultsIn(reportIn(await verifyLines('wrong', lines)))).toEqual(faultsIn(await verifyExport(lines)));
    }
  });

  test.each(tamperings.map((tampering, number) => ({ ...tampering, number })))(
    'finds and names it when $name: $code at $index',
    async (tampering) => {
      const { code, index, isExact = true, isHeld = false, number } = tampering;
      const held = isHeld ? ['--held', join(directory, 'held')] : [];
      const forged = await tampering.apply(evidence);
      const outcome = await verifyLines(`tampering-${number}`, forged, ['--vkey', evidence.vkey, ...held]);
      expect(outcome).toMatchObject({ exitCode: 1, stderr: '' });
      expect(reportIn(outcome).findings[0]).toMatchObject({ code, index, isExact });
    },
  );

  test('says in words what it found', async () => {
    const file = join(directory, 'words.ndjson');
    await writeFile(file, evidence.lines.toSpliced(30, 1).join(''));
    const { exitCode, stdout } = await verify([file]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^ledger\.example\/region-north: 94 entries from 0 to 95, 4 checkpoints$/m);
    expect(stdout).toMatch(/^entry\.removed: entry 28 \(line 31\): entries are missing$/m);
    expect(stdout).toContain("the key is the export's own");
  });

  test('exits with 2 when it cannot verify', async () => {
    expect(await verify([join(directory, 'nowhere')])).toMatchObject({ exitCode: 2 });
    const unusable = await verifyLines('unusable', evidence.lines, ['--vkey', 'nonsense']);
    expect(unusable).toMatchObject({ exitCode: 2, stderr: 'cannot verify: the vkey is not well formed\n' });
  });
});
