/** Milliseconds that a `Retry-After` header asks to wait (RFC 9110 section 10.2.3); `undefined` when it says nothing sensible. */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined || header === '') return undefined;
  if (/^[0-9]{1,6}$/.test(header)) return Number(header) * 1000;
  // A date of HTTP ends so; the parser of dates takes much else.
  const until = header.endsWith(' GMT') ? Date.parse(header) : Number.NaN;
  return Number.isNaN(until) ? undefined : Math.max(0, until - now);
}
