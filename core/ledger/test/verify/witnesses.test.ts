import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  cosignNote,
  createNoteSigner,
  formatSignature,
  formatVerifierKey,
  parseNote,
  verifyExport,
  type ExportReport,
  type NoteSigner,
  type VerifyOptions,
} from '../../src/index.ts';
import { logOf, sampleEntries, type SampleLog } from '../sample-log.ts';

const createWitness = (name: string): NoteSigner => createNoteSigner(name, generateKeyPairSync('ed25519'), 'witness');

const [police, tax, absent] = ['police', 'tax', 'absent'].map((name) => createWitness(`witness.example/${name}`)) as [
  NoteSigner,
  NoteSigner,
  NoteSigner,
];
const vkeyOf = ({ key }: NoteSigner): string => formatVerifierKey(key);
const atMs = Date.parse('2026-03-02T09:00:00.000Z');

/** Has some of the log's checkpoints cosigned. */
async function cosign(log: SampleLog, witness: NoteSigner, sizes: readonly number[]): Promise<void> {
  for (const [place, { size, note }] of log.checkpoints.entries()) {
    if (!sizes.includes(size)) continue;
    const line = formatSignature(await cosignNote(parseNote(note)?.text ?? '', witness, atMs + size * 1000));
    (log.checkpoints as { size: number; note: string }[])[place] = { size, note: note + line };
  }
}

async function witnessedLog(): Promise<SampleLog> {
  const log = await logOf(sampleEntries(60));
  await cosign(log, police, [25, 75]);
  await cosign(log, tax, [25, 50]);
  return log;
}

const program = fileURLToPath(new URL('../../verifier/koppel_verify.py', import.meta.url));
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'koppel-witnessed-'));
});

afterAll(() => rm(directory, { recursive: true }));

/** Both verifiers must say the same. */
async function judge(lines: readonly string[], options: VerifyOptions): Promise<ExportReport> {
  const report = await verifyExport(lines, options);
  const file = join(directory, 'export.ndjson');
  await writeFile(file, lines.join(''));
  const named = (options.witnesses ?? []).flatMap((vkey) => ['--witness', vkey]);
  const quorum = options.quorum === undefined ? [] : ['--quorum', String(options.quorum)];
  const run = promisify(execFile)('python3', [program, file, '--json', ...named, ...quorum]);
  const { stdout } = await run.catch((error: unknown) => error as { stdout: string });
  const other: ExportReport = JSON.parse(stdout);
  expect({ ...other, findings: other.findings.map(codeAndLine) }).toEqual({
    ...report,
    findings: report.findings.map(codeAndLine),
  });
  return report;
}

const codeAndLine = ({ code, line }: { code: string; line: number }) => ({ code, line });

describe('an export with cosignatures', () => {
  test('is witnessed as far as the quorum went along, and each witness is named with its size and time', async () => {
    const lines = await (await witnessedLog()).exportFrom();
    const witnesses = [police, tax, absent].map(vkeyOf);
    const report = await judge(lines, { witnesses, quorum: 2 });
    expect(report).toMatchObject({ isGood: true, witnesses: { quorum: 2, size: 50 } });
    expect(report.witnesses?.witnesses).toEqual([
      { name: 'witness.example/police', size: 75, at: '2026-03-02T09:01:15.000Z' },
      { name: 'witness.example/tax', size: 50, at: '2026-03-02T09:00:50.000Z' },
      { name: 'witness.example/absent', size: null, at: null },
    ]);
  });

  test('is good for who names no witness, and says nothing of them', async () => {
    const lines = await (await witnessedLog()).exportFrom();
    const report = await judge(lines, {});
    expect(report.isGood).toBe(true);
    expect(report).not.toHaveProperty('witnesses');
  });

  test('is not good when fewer than the quorum cosigned; all are needed unless said otherwise', async () => {
    const lines = await (await witnessedLog()).exportFrom();
    const { findings, witnesses } = await judge(lines, { witnesses: [police, absent].map(vkeyOf) });
    expect(findings.map(({ code }) => code)).toEqual(['witness.quorum-missing']);
    expect(witnesses).toMatchObject({ quorum: 2, size: null });
  });

  test('is not good with a cosignature of another text, or of another key under the same id', async () => {
    const log = await witnessedLog();
    const [first, second] = log.checkpoints;
    if (!first || !second) throw new Error('the sample is signed several times');
    const moved = second.note + (first.note.split('\n').find((line) => line.includes('police')) ?? '') + '\n';
    (log.checkpoints as { size: number; note: string }[])[1] = { size: second.size, note: moved };
    const { findings } = await judge(await log.exportFrom(), { witnesses: [vkeyOf(police)] });
    expect(findings.map(({ code }) => code)).toEqual(['cosignature.invalid']);
  });

  test('counts no cosignature on a checkpoint that the tree does not have', async () => {
    const log = await witnessedLog();
    const lines = await log.exportFrom();
    const broken = lines.toSpliced(3, 1);
    const { witnesses } = await judge(broken, { witnesses: [vkeyOf(police)] });
    expect(witnesses?.size).toBeNull();
  });

  test('cannot be judged with a key that is none of a witness, or with a quorum that nobody can meet', async () => {
    const log = await witnessedLog();
    const lines = await log.exportFrom();
    for (const options of [{ witnesses: [log.vkey] }, { witnesses: [vkeyOf(tax)], quorum: 2 }, { quorum: 1 }]) {
      await expect(verifyExport(lines, options)).rejects.toMatchObject({ code: 'request.invalid' });
    }
  });

  test.each([
    [1, 'accepted'],
    [2, 'accepted'],
    [0, 'refused'],
    [1.5, 'refused'],
    [3, 'refused'],
  ])('of two witnesses a quorum of %s is %s', async (quorum, verdict) => {
    const lines = await (await witnessedLog()).exportFrom();
    const judged = verifyExport(lines, { witnesses: [police, tax].map(vkeyOf), quorum });
    if (verdict === 'accepted') await expect(judged).resolves.toMatchObject({ witnesses: { quorum } });
    else await expect(judged).rejects.toMatchObject({ code: 'request.invalid' });
  });
});
