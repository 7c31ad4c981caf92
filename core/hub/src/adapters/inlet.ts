import { compileSchema, ExchangeRequest, KoppelError, Uuid } from '@koppel/contract';
import { v7 as uuidv7 } from 'uuid';
import { randomBytes } from 'node:crypto';
import type { Call, ExchangeContext } from '../platform/actions.ts';
import type { Address } from './adapters.ts';

/** A request for an exchange as the link hands it over: who is certain, the rest is not. */
export interface LinkRequest {
  readonly from: Address;
  readonly body: unknown;
  readonly traceparent: string;
  readonly transaction: string;
}

const schema = compileSchema(ExchangeRequest);
const isUuid = compileSchema(Uuid);
const traceparentPattern = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Lets a client of the link ask for an exchange under the same rules as over HTTP. */
export async function exchangeFromLink(message: LinkRequest, call: Call): Promise<unknown> {
  const faults = schema.faultsOf(message.body);
  if (faults.length > 0) throw new KoppelError('request.invalid', undefined, { details: { faults } });
  return call('exchange.perform', {
    caller: { ...message.from, scopes: ['exchange'] },
    request: message.body as ExchangeRequest,
    context: contextOf(message),
  });
}

function contextOf({ traceparent, transaction }: LinkRequest): ExchangeContext {
  if (transaction !== '' && !isUuid.isValid(transaction)) {
    throw new KoppelError('request.invalid', undefined, {
      details: { faults: [{ path: 'Fsc-Transaction-Id', message: 'must be a UUID' }] },
    });
  }
  return {
    transaction: transaction === '' ? uuidv7() : transaction,
    traceparent: traceparentPattern.test(traceparent) ? traceparent : newTraceparent(),
  };
}

const newTraceparent = (): string => `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`;
