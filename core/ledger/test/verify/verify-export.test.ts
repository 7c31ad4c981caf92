import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { KoppelError } from '@koppel/contract';
import { verifyExport } from '../../src/index.ts';
import { createSampleSigner, logOf, sampleEntries } from '../sample-log.ts';
import { createEvidence } from '../tampering.ts';
import type { Evidence } from '../tampering/forgery.ts';

let evidence: Evidence;

beforeAll(async () => {
  evidence = await createEvidence();
});

describe('an honest export', () => {
  test('is good and told in numbers', async () => {
    const report = await verifyExport(evidence.lines, { vkey: evidence.vkey });
    expect(report).toMatchObject({ isGood: true, isKeyTrusted: true, faults: 0, findings: [] });
    const { signer, vkey } = evidence;
    expect(report.summary).toMatchObject({
      origin: signer.key.name,
      vkey,
      from: 0,
      to: 95,
      entries: 95,
      checkpoints: 4,
    });
    expect(report.summary?.unanswered).toBe(1);
  });

  test('is good however the text is cut into chunks', async () => {
    const bytes = Buffer.from(evidence.lines.join(''));
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat({ max: bytes.length }), { maxLength: 12 }), async (cuts) => {
        const ends = [...cuts.sort((one, other) => one - other), bytes.length];
        const chunks = ends.map((end, i) => bytes.subarray(ends[i - 1] ?? 0, end));
        expect(await verifyExport(chunks)).toMatchObject({ isGood: true, isKeyTrusted: false });
      }),
      { numRuns: 30 },
    );
  });

  test('is good when it continues a checkpoint that was kept', async () => {
    const { lines, vkey, lastCheckpoint } = evidence;
    expect(await verifyExport(lines, { vkey, previousCheckpoint: lastCheckpoint })).toMatchObject({ isGood: true });
  });

  test('is good for an empty log', async () => {
    const log = await logOf([]);
    const report = await verifyExport(await log.exportFrom(), { vkey: log.vkey });
    expect(report).toMatchObject({ isGood: true, summary: { from: 0, to: 0, entries: 0, checkpoints: 1 } });
  });
});

describe('an export of a part', () => {
  test.each([1, 25, 41, 94, 95])('from entry %d is good, answers to earlier questions included', async (from) => {
    const log = await logOf(evidence.entries, evidence.signer);
    const options = { vkey: log.vkey, previousCheckpoint: evidence.lastCheckpoint };
    expect(await verifyExport(await log.exportFrom(from), options)).toMatchObject({
      isGood: true,
      summary: { from, to: 95 },
    });
  });

  test('with another past than the log has is found at its first checkpoint', async () => {
    const log = await logOf(evidence.entries, evidence.signer);
    const lines = await log.exportFrom(40);
    const header = (lines[0] ?? '').replace(/"edge":\["[^"]+"/, `"edge":["${Buffer.alloc(32, 5).toString('base64')}"`);
    const report = await verifyExport(lines.with(0, header), { vkey: log.vkey });
    expect(report.findings[0]).toMatchObject({ code: 'history.rewritten', index: 40, isExact: false });
  });

  test('that starts after the kept checkpoint cannot be compared with it', async () => {
    const log = await logOf(evidence.entries, evidence.signer);
    const previousCheckpoint = log.checkpoints[0]?.note ?? '';
    const report = await verifyExport(await log.exportFrom(40), { vkey: log.vkey, previousCheckpoint });
    expect(report.findings).toMatchObject([{ code: 'export.not-comparable', index: null }]);
  });
});

describe('what is no export of this log', () => {
  test('is refused whatever it is', async () => {
    for (const text of [
      '',
      '\n',
      '{}',
      '{}\n',
      'null\n',
      '[1]\n',
      '\u0000\n',
      '{"format":"koppel-ledger-export/2"}\n',
    ]) {
      const report = await verifyExport([text]);
      expect(report).toMatchObject({ isGood: false, summary: null, findings: [{ code: 'header.malformed', line: 1 }] });
    }
  });

  test('is not read beyond the longest possible line', async () => {
    const chunk = 'x'.repeat(64 * 1024);
    let read = 0;
    function* endless(): Generator<string> {
      yield* evidence.lines.slice(0, 5);
      for (;;) {
        read += chunk.length;
        yield chunk;
      }
    }
    const report = await verifyExport(endless());
    expect(report.findings[0]).toMatchObject({ code: 'line.too-long', index: 4, line: 6 });
    expect(read).toBeLessThan(1024 * 1024);
  });

  test('lists a hundred findings and counts the rest', async () => {
    const lines = [evidence.lines[0] ?? '', ...Array.from({ length: 500 }, () => 'rubbish\n')];
    const report = await verifyExport(lines);
    expect(report.findings).toHaveLength(100);
    expect(report.faults).toBe(501);
  });

  test('under another key than the kept checkpoint is no continuation of it', async () => {
    const forged = await logOf(evidence.entries, createSampleSigner(evidence.signer.key.name));
    const report = await verifyExport(await forged.exportFrom(), { previousCheckpoint: evidence.lastCheckpoint });
    expect(report.findings).toMatchObject([{ code: 'header.key-mismatch' }]);
  });
});

test('options that cannot be used are refused with a code', async () => {
  const { lines, vkey } = evidence;
  await expect(verifyExport(lines, { vkey: 'nonsense' })).rejects.toThrow(KoppelError);
  await expect(verifyExport(lines, { vkey, previousCheckpoint: 'nonsense' })).rejects.toThrow(KoppelError);
});

test('a failing stream rejects', async () => {
  async function* failing(): AsyncGenerator<string> {
    yield evidence.lines[0] ?? '';
    throw new Error('disk gone');
  }
  await expect(verifyExport(failing())).rejects.toThrow('disk gone');
});

test('sample entries make a log without faults at any length', async () => {
  const log = await logOf(sampleEntries(700), undefined, 64);
  expect(await verifyExport(await log.exportFrom())).toMatchObject({ isGood: true, faults: 0 });
});
