import { compileSchema, ExchangeRequest, KoppelError, type Fault } from '@koppel/contract';
import { during, silentTracer, type Step, type Tracer } from '@koppel/link';
import type { Call, Caller } from '../platform/actions.ts';
import { beginTrace } from '../platform/begin-trace.ts';
import type { Address } from './adapters.ts';

/** A request for an exchange as the link hands it over: who is certain, the rest is not. */
export interface LinkRequest {
  readonly from: Address;
  readonly body: unknown;
  readonly traceparent: string;
  readonly transaction: string;
}

const schema = compileSchema(ExchangeRequest);

const step: Step = { name: 'exchange over the link', kind: 'server' };

/** Lets a client of the link ask for an exchange under the same rules as over HTTP. */
export async function exchangeFromLink(
  { from, body, transaction, traceparent }: LinkRequest,
  { call, tracer = silentTracer }: { readonly call: Call; readonly tracer?: Tracer },
): Promise<unknown> {
  // On the link a header that was not sent is empty.
  const headers = { transaction: transaction === '' ? undefined : transaction, traceparent };
  const { trace, faults, span } = beginTrace(tracer, step, headers);
  return during(span, async () => {
    refuse([...faults, ...schema.faultsOf(body)]);
    const caller: Caller = { ...from, scopes: ['exchange'] };
    return call('exchange.perform', { caller, request: body as ExchangeRequest, context: trace });
  });
}

function refuse(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new KoppelError('request.invalid', undefined, { details: { faults } });
}
