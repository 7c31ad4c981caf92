import { describe, expect, test } from '@jest/globals';
import { verifyExport } from '../../src/index.ts';
import { goodCount, rotatedLogs } from '../rotated-logs.ts';

const judge = async (make: (typeof rotatedLogs)[number][1]) => {
  const { lines, vkeys } = await make();
  return verifyExport(lines, { vkey: vkeys });
};

describe('a log that changed its key is good', () => {
  test.each(rotatedLogs.slice(0, goodCount))('when %s', async (_title, make) => {
    await expect(judge(make)).resolves.toMatchObject({ isGood: true, findings: [] });
  });
});

describe('a log that changed its key is not good', () => {
  test.each(rotatedLogs.slice(goodCount))('when %s', async (_title, make) => {
    const { isGood, findings } = await judge(make);
    expect(isGood).toBe(false);
    const mismatch = findings.filter(({ code }) => code === 'header.key-mismatch');
    expect(mismatch).toEqual([expect.objectContaining({ index: null, line: 1 })]);
  });

  test('when its entry was changed until it told of the next key', async () => {
    const told = rotatedLogs.find(([title]) => title.includes('as a key for tokens')) as (typeof rotatedLogs)[number];
    const { lines, vkeys } = await told[1]();
    const changed = lines.map((line) => line.replace('"kind":"token"', '"kind":"checkpoint"'));
    const { findings } = await verifyExport(changed, { vkey: vkeys });
    const codes = findings.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['entry.changed', 'header.key-mismatch']));
  });

  test('and a key that is not known is told once, whatever else is wrong', async () => {
    const { lines, vkeys } = await (rotatedLogs.at(-1) as (typeof rotatedLogs)[number])[1]();
    const { findings } = await verifyExport([...lines.slice(0, 3), '{}\n', ...lines.slice(3)], { vkey: vkeys });
    expect(findings.map(({ code }) => code)).toContain('line.malformed');
    expect(findings.filter(({ code }) => code === 'header.key-mismatch')).toHaveLength(1);
  });

  test('when only a former key covers its last entries', async () => {
    const { lines, vkeys } = await (rotatedLogs[1] as (typeof rotatedLogs)[number])[1]();
    const { findings } = await verifyExport(lines.slice(0, -1), { vkey: vkeys });
    expect(findings.map(({ code }) => code)).toEqual(['checkpoint.missing']);
  });

  test.each([
    ['the next', 0],
    ['the former', 1],
  ])('when of two signatures that of %s key is wrong', async (_title, line) => {
    const { lines, vkeys } = await (rotatedLogs[0] as (typeof rotatedLogs)[number])[1]();
    const both = lines.findLastIndex((each) => each.split('\u2014').length === 3);
    const spoilt = lines.map((each, i) => (i === both ? spoil(each, line) : each));
    const { findings } = await verifyExport(spoilt, { vkey: vkeys });
    expect(findings[0]).toMatchObject({ code: 'checkpoint.signature-invalid' });
  });
});

/** Changes the last digits of one signature of a checkpoint's line. */
function spoil(text: string, line: number): string {
  const [note = '', ...signatures] = text.split('\u2014');
  const changed = signatures.map((each, i) =>
    i === line ? each.replace(/....(?==*\\n)/, (end) => (end === 'AAAA' ? 'BBBB' : 'AAAA')) : each,
  );
  return [note, ...changed].join('\u2014');
}
