import type { Fault } from '@koppel/contract';
import type { Caller } from '../platform/actions.ts';
import { createTransaction, readTraceparent, readTransaction, type Trace } from './trace.ts';

/** What the gateway knows of a request on its way to a route. */
export interface Passage {
  readonly trace: Trace;
  /** What is wrong with the request so far, to be told with all other faults. */
  readonly faults: readonly Fault[];
  /** Null until the token was verified, and for good on an anonymous route. */
  caller: Caller | null;
}

declare module 'fastify' {
  interface FastifyRequest {
    passage: Passage | null;
  }
}

const transactionFault: Fault = { path: '/headers/Fsc-Transaction-Id', message: 'must be a UUID of version 7' };

export function openPassage(headers: Readonly<Record<string, string | string[] | undefined>>): Passage {
  const transaction = readTransaction(textOf(headers['fsc-transaction-id']));
  const traceparent = readTraceparent(textOf(headers['traceparent']));
  if (transaction !== null) return { trace: { transaction, traceparent }, faults: [], caller: null };
  return { trace: { transaction: createTransaction(), traceparent }, faults: [transactionFault], caller: null };
}

const textOf = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header.join(',') : header;
