import { compileSchema, ExchangeRequest, KoppelError, readTrace, type Fault, type Trace } from '@koppel/contract';
import type { Call } from '../platform/actions.ts';
import type { Address } from './adapters.ts';

/** A request for an exchange as the link hands it over: who is certain, the rest is not. */
export interface LinkRequest {
  readonly from: Address;
  readonly body: unknown;
  readonly traceparent: string;
  readonly transaction: string;
}

const schema = compileSchema(ExchangeRequest);

/** Lets a client of the link ask for an exchange under the same rules as over HTTP. */
export async function exchangeFromLink(message: LinkRequest, call: Call): Promise<unknown> {
  const { trace, faults } = traceOf(message);
  refuse([...faults, ...schema.faultsOf(message.body)]);
  return call('exchange.perform', {
    caller: { ...message.from, scopes: ['exchange'] },
    request: message.body as ExchangeRequest,
    context: trace,
  });
}

/** On the link a header that was not sent is empty. */
const traceOf = ({
  transaction,
  traceparent,
}: LinkRequest): { readonly trace: Trace; readonly faults: readonly Fault[] } =>
  readTrace({ transaction: transaction === '' ? undefined : transaction, traceparent });

function refuse(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new KoppelError('request.invalid', undefined, { details: { faults } });
}
