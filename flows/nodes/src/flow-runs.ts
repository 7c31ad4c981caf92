import { KoppelError, createTransaction, isTransaction, readTraceparent } from '@koppel/contract';
import { contextOf } from './exchange-config.ts';
import type { FlowTrace } from './flow-link.ts';
import type { FlowMessage } from './node-red.ts';

const maxRemembered = 10_000;

/**
 * Gives all questions of one flow run the same transaction. A message that carries none is recognised by its
 * `_msgid`, which Node-RED keeps on every copy, so that branches of a flow agree without its author's help.
 */
export class FlowRuns {
  readonly #transactions = new Map<string, string>();

  /** @throws KoppelError `request.invalid` when the message carries something else than a transaction or trace. */
  traceOf(message: FlowMessage): FlowTrace {
    const { transaction = this.#transactionOf(message), traceparent } = contextOf(message);
    if (!isTransaction(transaction)) throw invalid('/transaction', 'must be a UUIDv7');
    if (traceparent === undefined) return { transaction };
    const known = typeof traceparent === 'string' ? readTraceparent(traceparent) : undefined;
    if (known === undefined) throw invalid('/traceparent', 'must be a W3C trace');
    return { transaction, traceparent: known };
  }

  #transactionOf({ _msgid: run = '' }: FlowMessage): string {
    const known = this.#transactions.get(run);
    if (known !== undefined) return known;
    const transaction = createTransaction();
    this.#transactions.set(run, transaction);
    const [oldest] = this.#transactions.keys();
    if (this.#transactions.size > maxRemembered && oldest !== undefined) this.#transactions.delete(oldest);
    return transaction;
  }
}

const invalid = (path: string, message: string): KoppelError =>
  new KoppelError('request.invalid', undefined, { details: { faults: [{ path, message }] } });
