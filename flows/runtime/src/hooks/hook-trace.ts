import type { IncomingMessage, ServerResponse } from 'node:http';
import { headerText, KoppelError, readTrace } from '@koppel/contract';

const header = 'fsc-transaction-id';

/**
 * Gives every request a transaction and a trace, so that a flow finds them in `msg.req.headers` and the caller the
 * transaction in the answer.
 *
 * @throws KoppelError `request.invalid` when the caller's own transaction has another form.
 */
export function settleTrace(request: IncomingMessage, response: ServerResponse): void {
  const { [header]: transaction, traceparent } = request.headers;
  const { trace, faults } = readTrace({ transaction: headerText(transaction), traceparent: headerText(traceparent) });
  if (faults.length > 0) throw new KoppelError('request.invalid', undefined, { details: { faults } });
  request.headers[header] = trace.transaction;
  request.headers['traceparent'] = trace.traceparent;
  response.setHeader('Fsc-Transaction-Id', trace.transaction);
}
