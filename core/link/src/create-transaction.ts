import { randomUUID } from 'node:crypto';

/** A new `Fsc-Transaction-Id`: a UUID of version 7 (RFC 9562). */
export function createTransaction(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice('xxxxxxxx-xxxx-4'.length)}`;
}
