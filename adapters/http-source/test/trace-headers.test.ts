import { describe, expect, test } from '@jest/globals';
import type { TraceCall } from '@koppel/contract';
import { traceCall, traceHeaders } from '../src/trace-headers.ts';

const transaction = '0199c1de-aaaa-7bbb-8ccc-1234567890ab';
const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

describe('the trace of a question', () => {
  test('goes to the source', () => {
    expect(traceHeaders({ transaction, traceparent })).toEqual({ 'fsc-transaction-id': transaction, traceparent });
  });

  test.each([
    ['nothing', '', ''],
    ['what would break a header', `${transaction}\r\nx: y`, `${traceparent}\n`],
    ['what would end a comment', `${transaction}*/`, `${traceparent} */`],
    ['a person', '999900006', '999900006'],
  ])('does not when it is %s', (_case, given, parent) => {
    expect(traceHeaders({ transaction: given, traceparent: parent })).toEqual({});
  });
});

describe('a call to the source', () => {
  const { signal } = new AbortController();
  const below = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b8-01';

  test('is a step of the trace when somebody traces, and hands on the trace of that step', async () => {
    const told: unknown[] = [];
    const recorded: TraceCall = (name, call) => {
      told.push(name);
      return call({ traceparent: below, noteStatus: (status) => told.push(status) });
    };
    const sent = await traceCall(
      { transaction, traceparent, signal, traceCall: recorded },
      'GET',
      async (trace, note) => {
        note(503);
        return trace.traceparent;
      },
    );
    expect([sent, ...told]).toEqual([below, 'GET', 503]);
  });

  test('hands on the trace of the question when nobody does', async () => {
    const sent = await traceCall({ transaction, traceparent, signal }, 'GET', async (trace) => trace.traceparent);
    expect(sent).toBe(traceparent);
  });
});
