import { apiVersion } from './api-version.ts';

/** On every response, whatever it says (API Design Rules: version header, transport security). */
const everyResponse = {
  'api-version': apiVersion,
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

/** Browsers may not be told to insist on TLS by a hub that is reached without it. */
const underTls = { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } as const;

export type ResponseHeaders = Readonly<Record<string, string>>;

export function responseHeaders(issuer: string): ResponseHeaders {
  return issuer.startsWith('https:') ? { ...everyResponse, ...underTls } : everyResponse;
}
