import { describe, expect, test } from '@jest/globals';
import { traceHeaders } from '../src/trace-headers.ts';

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
