import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { KoppelError } from '@koppel/contract';
import { CapturedLog, CollectorStub, waitUntil } from '@koppel/testkit';
import { openTracer } from '../../src/trace/open-tracer.ts';
import { during, silentTracer, type Tracer } from '../../src/trace/tracer.ts';

const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
const parent = `00-${trace}-00f067aa0ba902b7-01`;

let collector: CollectorStub;
let endpoint: string;
let log: CapturedLog;

beforeEach(async () => {
  collector = new CollectorStub();
  endpoint = await collector.listen();
  log = new CapturedLog();
});
afterEach(() => collector.close());

const open = (ratio = 0): Promise<Tracer> =>
  openTracer({ endpoint, ratio, headers: { authorization: 'Bearer t' } }, { service: 'test', instance: '1', log });

const step = { name: 'a step', kind: 'internal' } as const;

describe('a tracer with a collector', () => {
  test('knows in which step it is asked, also after waiting, and outside of any none', async () => {
    const tracer = await open();
    const span = tracer.start({ ...step, parent });
    const inside = await during(span, async () => {
      await new Promise(setImmediate);
      return tracer.current;
    });
    expect(inside).toBe(span.traceparent);
    expect(tracer.current).toBeUndefined();
    await tracer.close();
    expect(collector.spans).toMatchObject([{ traceId: trace, parentSpanId: '00f067aa0ba902b7', name: 'a step' }]);
    expect(collector.authorization).toBe('Bearer t');
  });

  test('records of what begins here the part that was asked for, and of what comes from elsewhere what that says', async () => {
    const [none, all] = [await open(0), await open(1)];
    const recorded = (tracer: Tracer, from?: string): boolean => tracer.start({ ...step, parent: from }).isRecorded;
    expect([recorded(none), recorded(all)]).toEqual([false, true]);
    expect([recorded(none, parent), recorded(all, parent.replace(/01$/, '00'))]).toEqual([true, false]);
    expect([recorded(none, 'no trace'), recorded(all, 'no trace')]).toEqual([false, true]);
    await Promise.all([none.close(), all.close()]);
  });

  test('tells the code of what went wrong, as an error only what broke, and never its words', async () => {
    const tracer = await open();
    const fail = (error: Error): Promise<unknown> =>
      during(tracer.start({ ...step, parent }), () => Promise.reject(error)).catch(() => undefined);
    await fail(new KoppelError('agreement.purpose-mismatch', 'about 999990019'));
    await fail(new KoppelError('source.failed', 'about 999990019'));
    await fail(new TypeError('999990019 is not a function'));
    await tracer.close();
    const told = collector.spans.map(({ attributes, status }) => [attributes[0]?.value.stringValue, status.code]);
    expect(told).toEqual([
      ['agreement.purpose-mismatch', 0],
      ['source.failed', 2],
      ['hub.failed', 2],
    ]);
    expect(collector.text).not.toContain('999990019');
  });

  test('drops what its collector cannot take, so that it costs no more memory', async () => {
    const tracer = await open();
    for (let count = 0; count < 10_000; count += 1) tracer.start({ ...step, parent }).end();
    await tracer.close();
    expect(collector.spans.length).toBeGreaterThan(0);
    expect(collector.spans.length).toBeLessThanOrEqual(4096 + 512);
  });

  test('stops in time when its collector is away, and tells once that it is lost and once that it is back', async () => {
    collector.isAway = true;
    const tracer = await open();
    const tell = (): void => tracer.start({ ...step, parent }).end();
    tell();
    await waitUntil(() => collector.turnedAway === 1, 'the collector was tried');
    tell();
    await waitUntil(() => collector.turnedAway === 2, 'the collector was tried again');
    collector.isAway = false;
    tell();
    await waitUntil(() => collector.spans.length === 1, 'the collector is back');
    await waitUntil(() => log.text().includes('takes traces again'), 'the log says so');
    expect(log.text().match(/does not take traces/g)).toHaveLength(1);
    collector.close();
    tell();
    const before = performance.now();
    await tracer.close();
    expect(performance.now() - before).toBeLessThan(2_000);
  });
});

test('Without a collector a step is what it is part of, and nothing is told', async () => {
  const tracer = await openTracer(undefined, { service: 'test', instance: '1', log });
  expect(tracer).toBe(silentTracer);
  const span = tracer.start({ ...step, parent });
  expect([span.traceparent, span.isRecorded]).toEqual([parent, false]);
  expect(await during(span, async () => tracer.current)).toBeUndefined();
});
