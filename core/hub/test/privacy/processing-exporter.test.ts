import { beforeEach, describe, expect, test } from '@jest/globals';
import { CapturedLog } from '@koppel/testkit';
import type { Call } from '../../src/platform/actions.ts';
import type { LoggedExchange } from '../../src/platform/processing-actions.ts';
import { ProcessingExporter, type ExportedRecord } from '../../src/privacy/processing-exporter.ts';
import { anExchange, startMs } from './logged-exchange.ts';

const answered = () => anExchange({ answers: [{ type: 'reply.released' }] });

let log: LoggedExchange[];
let sent: ExportedRecord[];
let failures: number;
let reached: number;
let isMine: boolean;
let nowMs: number;
const said = new CapturedLog();

/** What was sent, in few words: the decision of each exchange and the status of each processing. */
const told = (): (boolean | string)[] =>
  sent.map((record) => ('decision' in record ? record.decision.decision : record.status));

function exporter(): ProcessingExporter {
  return new ProcessingExporter({
    call: (async (_name: string, { from, limit }: { from: number; limit: number }) => {
      const exchanges = log.filter(({ question }) => question.index >= from).slice(0, limit);
      return { exchanges, next: (exchanges.at(-1)?.question.index ?? from - 1) + 1 };
    }) as unknown as Call,
    collector: {
      send: async (records) => {
        if (failures-- > 0) throw new Error('the collector is away');
        sent.push(...records);
      },
    },
    progress: {
      hold: async () => (isMine ? reached : undefined),
      advance: async (index) => {
        reached = index;
        return true;
      },
    },
    clock: { now: () => nowMs },
    log: said,
  });
}

beforeEach(() => {
  [log, sent, failures, reached, isMine, nowMs] = [[], [], 0, 0, true, startMs + 1000];
});

describe('the export of processing records', () => {
  test('sends everything in the order of the log, also when it is more than one page', async () => {
    log = Array.from({ length: 450 }, answered);
    await exporter().round();
    expect(told()).toEqual(log.flatMap(() => [true, 'Ok']));
    expect(reached).toBe((log.at(-1)?.question.index ?? 0) + 1);
  });

  test('sends again what the collector did not take, and loses nothing', async () => {
    log = [answered(), answered()];
    failures = 1;
    const one = exporter();
    await one.round();
    expect([sent.length, reached]).toEqual([0, 0]);
    await one.round();
    expect(told()).toEqual([true, 'Ok', true, 'Ok']);
  });

  test('waits for a question that may still be answered, and for everything after it', async () => {
    log = [answered(), anExchange(), answered()];
    await exporter().round();
    expect(told()).toEqual([true, 'Ok']);
    expect(reached).toBe(log[1]?.question.index);
  });

  test('sends a question without a status once it can get no answer any more', async () => {
    log = [anExchange(), answered()];
    nowMs = startMs + 600_000;
    await exporter().round();
    expect(told()).toEqual([true, 'Unset', true, 'Ok']);
  });

  test('sends the decision about a question that was refused, which has no record', async () => {
    log = [answered(), anExchange({ question: { type: 'request.refused', code: 'agreement.missing' } }), answered()];
    await exporter().round();
    expect(told()).toEqual([true, 'Ok', false, true, 'Ok']);
  });

  test('leaves it to the node that does it already', async () => {
    log = [answered()];
    isMine = false;
    await exporter().round();
    expect(sent).toEqual([]);
  });
});
