import type { IncomingMessage, ServerResponse } from 'node:http';
import { KoppelError } from '@koppel/contract';
import { createTransaction, isTraceparent, isTransaction } from '@koppel/flow-nodes';

const header = 'fsc-transaction-id';

/**
 * Gives every request a transaction, so that a flow finds one in `msg.req.headers` and the caller one in the answer.
 *
 * @throws KoppelError `request.invalid` when the caller's own has another form.
 */
export function settleTrace(request: IncomingMessage, response: ServerResponse): void {
  const { [header]: transaction = createTransaction(), traceparent } = request.headers;
  if (!isTransaction(transaction)) throw invalid('Fsc-Transaction-Id must be a UUIDv7');
  if (traceparent !== undefined && !isTraceparent(traceparent)) throw invalid('traceparent must be a W3C trace');
  request.headers[header] = transaction;
  response.setHeader('Fsc-Transaction-Id', transaction);
}

const invalid = (message: string): KoppelError => new KoppelError('request.invalid', message);
