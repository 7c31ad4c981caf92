import { KoppelError, parseJson } from '@koppel/contract';
import { linkLimits } from '../limits.ts';

/** @throws KoppelError `request.*` when the body is not a JSON object within the limits. */
export function parseBody(body: Uint8Array, maxBytes: number): object {
  const value = parseJson(body, { maxBytes, maxDepth: linkLimits.maxDepth });
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new KoppelError('request.invalid', 'The body is not a JSON object');
}

/** @throws KoppelError `link.too-large` before anything is sent. */
export function requestBody(value: object): Buffer {
  const body = Buffer.from(JSON.stringify(value));
  if (body.byteLength > linkLimits.maxRequest) throw new KoppelError('link.too-large');
  return body;
}
