import { describe, expect, test } from '@jest/globals';
import { verifyExport } from '../../src/index.ts';
import { createEntry, exchangeEntries, logOf } from '../sample-log.ts';

describe('the rules of exchanges', () => {
  const start = Date.parse('2026-03-02T08:00:00.000Z');
  const [question, answer] = exchangeEntries(1, start);
  const [, failure] = exchangeEntries(8, start);

  async function findingsOf(entries: Parameters<typeof logOf>[0]): Promise<string[]> {
    const log = await logOf(entries);
    return (await verifyExport(await log.exportFrom())).findings.map(({ code, index }) => `${code}@${index}`);
  }

  if (question === undefined || answer === undefined || failure === undefined) throw new Error('no sample entries');
  const sameExchange = { ...failure, exchange: answer.exchange ?? '' };
  const { code: _code, ...context } = sameExchange;
  const late = { ...context, ...createEntry(start + 20, { type: 'reply.late' }) };

  test('allow one late reply after a failure', async () => {
    expect(await findingsOf([question, sameExchange, late])).toEqual([]);
  });

  test('allow a late reply long after the failure', async () => {
    const others = [1, 2, 3, 4].flatMap((hour) => exchangeEntries(hour, start + hour * 3_600_000));
    const muchLater = { ...late, ...createEntry(start + 86_400_000, { type: 'reply.late' }) };
    expect(await findingsOf([question, sameExchange, ...others, muchLater])).toEqual([]);
  });

  test('allow a late reply as the only answer', async () => {
    expect(await findingsOf([question, late])).toEqual([]);
  });

  test('refuse a second late reply, and one after a released answer', async () => {
    const again = { ...late, ...createEntry(start + 30, { type: 'reply.late' }) };
    expect(await findingsOf([question, sameExchange, late, again])).toEqual(['exchange.answered-twice@3']);
    expect(await findingsOf([question, answer, late])).toEqual(['exchange.answered-twice@2']);
  });

  test('refuse a released answer after a failure', async () => {
    const released = { ...answer, ...createEntry(start + 20, { type: 'reply.released' }) };
    expect(await findingsOf([question, sameExchange, released])).toEqual(['exchange.answered-twice@2']);
  });

  test('refuse an answer to a refused question', async () => {
    const [refused] = exchangeEntries(9, start);
    if (refused === undefined) throw new Error('no sample entry');
    const reply = { ...answer, exchange: refused.exchange ?? '' };
    expect(await findingsOf([refused, reply])).toEqual(['exchange.reply-without-request@1']);
  });

  test('want a signed answer to a signed question, and to no other', async () => {
    const signature = {
      evidence: { digest: 'cd'.repeat(32), keyId: `${'k'.repeat(42)}A`, signature: `${'s'.repeat(85)}Q` },
    };
    const [signedQuestion, signedAnswer] = [question, answer].map((entry) => ({ ...entry, ...signature }));
    if (!signedQuestion || !signedAnswer) throw new Error('no sample entries');
    expect(await findingsOf([signedQuestion, signedAnswer])).toEqual([]);
    expect(await findingsOf([signedQuestion, answer])).toEqual(['exchange.half-signed@1']);
    expect(await findingsOf([question, signedAnswer])).toEqual(['exchange.half-signed@1']);
    expect(await findingsOf([signedQuestion, sameExchange])).toEqual([]);
  });

  test('remember an unanswered question for as long as it takes, and say how many there are', async () => {
    const day = start + 86_400_000;
    const others = [0, 1, 2, 3].flatMap((hour) => exchangeEntries(hour, start + (hour + 1) * 3_600_000));
    const lateAnswer = { ...answer, ...createEntry(day, { type: 'reply.released' }) };
    expect(await findingsOf([question, ...others, lateAnswer])).toEqual([]);
    const log = await logOf([question, ...others]);
    expect((await verifyExport(await log.exportFrom())).summary?.unanswered).toBe(1);
  });

  test('allow clocks that are apart by up to a minute', async () => {
    const early = exchangeEntries(2, start - 60_000);
    const tooEarly = exchangeEntries(3, start - 60_001);
    expect(await findingsOf([question, ...early])).toEqual([]);
    expect(await findingsOf([question, ...tooEarly])).toEqual(['entry.back-dated@1']);
  });
});
