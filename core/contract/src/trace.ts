import { randomFillSync } from 'node:crypto';
import type { Fault } from './problem.ts';

/** What every hop hands on, so that the logs and traces of all parties can be laid side by side. */
export interface Trace {
  /** `Fsc-Transaction-Id`: a UUID of version 7 in lower case. */
  readonly transaction: string;
  /** W3C Trace Context, in its version 00. */
  readonly traceparent: string;
}

export const transactionPattern = '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$';

const transactionText = new RegExp(transactionPattern);
/** `ff` and ids of zeros are invalid; only a version after 00 may go on behind the flags. */
const traceparentText =
  /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-[0-9a-f-]{1,64})?$/;
const version = '00';
const endOfFlags = 55;

const transactionFault: Fault = { path: '/headers/Fsc-Transaction-Id', message: 'must be a UUID of version 7' };

/** The headers of a request as they arrived; `undefined` for one that did not. */
type TraceHeaders = Readonly<Partial<Record<keyof Trace, string | undefined>>>;

/**
 * The one rule by which every way into the hub reads them. A transaction of another form is a fault, for it would be
 * written in the ledger; a trace that is absent or malformed starts anew, as its standard says.
 */
export function readTrace({ transaction, traceparent }: TraceHeaders): {
  readonly trace: Trace;
  readonly faults: readonly Fault[];
} {
  const read = readTransaction(transaction);
  const settled = readTraceparent(traceparent) ?? createTraceparent();
  return { trace: { transaction: read.transaction, traceparent: settled }, faults: read.faults };
}

/** The part of `readTrace` about the transaction, for who has read the trace already. */
export function readTransaction(text: string | undefined): {
  readonly transaction: string;
  readonly faults: readonly Fault[];
} {
  const known = text?.toLowerCase();
  if (known !== undefined && isTransaction(known)) return { transaction: known, faults: [] };
  return { transaction: createTransaction(), faults: known === undefined ? [] : [transactionFault] };
}

/** A header as Node hands it over. One that came several times is joined, and so none of them. */
export const headerText = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'object' ? value.join(',') : value;

/** The id of the trace in a `traceparent`. */
export const traceIdOf = (traceparent: string): string => traceparent.slice(3, 35);

export const isTransaction = (value: unknown): value is string =>
  typeof value === 'string' && transactionText.test(value);

/** A `traceparent` in version 00, also when a later version wrote it; undefined for what is none. */
export function readTraceparent(text: string | undefined): string | undefined {
  if (text === undefined || !traceparentText.test(text)) return undefined;
  if (text.startsWith(version) && text.length > endOfFlags) return undefined;
  return version + text.slice(version.length, endOfFlags);
}

/** A UUID of version 7 (RFC 9562). */
export function createTransaction(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  const random = randomHex(10);
  const variant = ((Number.parseInt(random.charAt(0), 16) & 0x3) | 0x8).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(1, 4)}-${variant}${random.slice(4, 7)}-${random.slice(7, 19)}`;
}

/** Not sampled: whether spans are recorded is up to whoever collects them. */
export function createTraceparent(): string {
  const ids = randomHex(24);
  return `00-${ids.slice(0, 32)}-${ids.slice(32)}-00`;
}

/** Random bytes come cheaper by the thousand, and every request needs some. */
const pool = Buffer.alloc(8192);
let used = pool.length;

function randomHex(bytes: number): string {
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += bytes;
  return pool.toString('hex', used - bytes, used);
}
