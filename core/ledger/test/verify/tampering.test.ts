import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { verifyExport } from '../../src/index.ts';
import { createEvidence, tamperings } from '../tampering.ts';
import type { Evidence } from '../tampering/forgery.ts';

let evidence: Evidence;

beforeAll(async () => {
  evidence = await createEvidence();
});

describe('tampering is found and named', () => {
  test.each(tamperings)('when $name: $code at $index', async (tampering) => {
    const { code, index, isExact = true, isHeld = false } = tampering;
    const { vkey, lastCheckpoint } = evidence;
    const options = isHeld ? { vkey, previousCheckpoint: lastCheckpoint } : { vkey };
    const report = await verifyExport(await tampering.apply(evidence), options);
    expect(report.isGood).toBe(false);
    expect(report.findings[0]).toMatchObject({ code, index, isExact });
  });

  test('and one fault is told once: what follows from it is not called a forgery as well', async () => {
    const { lines, vkey } = evidence;
    const refusal = lines.findIndex((line) => line.includes('"request.refused"'));
    const removed = await verifyExport(lines.toSpliced(refusal, 1), { vkey });
    expect(removed.findings.map(({ code }) => code)).toEqual(['entry.removed']);
    const question = lines.findIndex((line) => line.includes('"request.disclosed"'));
    const respaced = (lines[question] ?? '').replace('"v":1', '"v": 1');
    const rewritten = await verifyExport(lines.with(question, respaced), { vkey });
    expect(rewritten.findings.map(({ code }) => code)).toEqual(['entry.not-canonical']);
  });

  test('whatever byte is changed', async () => {
    const bytes = Buffer.from(evidence.lines.join(''));
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), async (place, change) => {
        const forged = Buffer.from(bytes);
        forged[place] = (forged[place] ?? 0) ^ change;
        expect((await verifyExport([forged], { vkey: evidence.vkey })).isGood).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test('whichever line is dropped, doubled or exchanged with the next', async () => {
    const { lines, vkey } = evidence;
    for (let i = 1; i < lines.length - 1; i += 1) {
      const [line = '', next = ''] = [lines[i], lines[i + 1]];
      const isEntry = line.startsWith('{"entry"');
      if (isEntry) expect((await verifyExport(lines.toSpliced(i, 1), { vkey })).isGood).toBe(false);
      if (isEntry) expect((await verifyExport(lines.toSpliced(i, 0, line), { vkey })).isGood).toBe(false);
      expect((await verifyExport(lines.with(i, next).with(i + 1, line), { vkey })).isGood).toBe(false);
    }
  });
});
