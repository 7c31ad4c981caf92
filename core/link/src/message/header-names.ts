import { linkLimits } from '../limits.ts';
import type { WireHeaders } from '../wire/wire.ts';

export const headerNames = {
  traceparent: 'traceparent',
  transaction: 'Fsc-Transaction-Id',
  timeoutMs: 'Koppel-Timeout-Ms',
  agreement: 'Koppel-Agreement',
  purpose: 'Koppel-Purpose',
  errorCode: 'Nats-Service-Error-Code',
  error: 'Nats-Service-Error',
} as const;

/** Received headers have their names in lower case. */
const received = {
  traceparent: headerNames.traceparent,
  transaction: 'fsc-transaction-id',
  timeoutMs: 'koppel-timeout-ms',
  agreement: 'koppel-agreement',
  purpose: 'koppel-purpose',
  errorCode: 'nats-service-error-code',
} as const;

/** A header of a received message; empty when it is not there. */
export const headerOf = (headers: WireHeaders, name: keyof typeof received): string => headers[received[name]] ?? '';

/** Milliseconds that the asker still waits, counted from receipt so that no two clocks need to agree. */
export function timeoutOf(headers: WireHeaders, fallbackMs: number): number {
  const timeoutMs = Number(headerOf(headers, 'timeoutMs'));
  return Number.isFinite(timeoutMs) && timeoutMs > 0 ? Math.min(timeoutMs, linkLimits.replyWindowMs) : fallbackMs;
}
