import { randomFillSync } from 'node:crypto';
import type { ExchangeContext } from '../platform/actions.ts';

export type Trace = Pick<ExchangeContext, 'transaction' | 'traceparent'>;

export const transactionPattern = '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$';

const transactionText = new RegExp(transactionPattern);
/** W3C Trace Context: a later version may add fields; `ff` and ids of zeros are invalid. */
const traceparentText =
  /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-[0-9a-f-]{1,64})?$/;
const laterFields = 55;

/** The caller's `Fsc-Transaction-Id` in lower case, a new one without it, and null for anything that is no UUIDv7. */
export function readTransaction(header: string | undefined): string | null {
  if (header === undefined) return createTransaction();
  const transaction = header.toLowerCase();
  return transactionText.test(transaction) ? transaction : null;
}

/** The caller's `traceparent`; the standard says to start a new trace when it is absent or malformed. */
export function readTraceparent(header: string | undefined): string {
  const isUsable =
    header !== undefined && traceparentText.test(header) && !(header.startsWith('00') && header.length > laterFields);
  return isUsable ? header : createTraceparent();
}

/** A UUID of version 7 (RFC 9562). */
export function createTransaction(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  const random = randomHex(10);
  const variant = ((Number.parseInt(random.charAt(0), 16) & 0x3) | 0x8).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(1, 4)}-${variant}${random.slice(4, 7)}-${random.slice(7, 19)}`;
}

/** Not sampled: whether to record spans is up to whoever collects them. */
function createTraceparent(): string {
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
