import type { WireHeaders } from './wire.ts';

const firstLine = 'NATS/1.0';
/** The status of the first line stands under a name that no header can have. */
const statusHeader = ':status';
const printable = /^[\x20-\x7e]*$/;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The bytes of a header block (NATS `HPUB`). A value with a line break or a control character is left out: it would start another header. */
export function encodeHeaders(headers: WireHeaders): Uint8Array {
  let block = `${firstLine}\r\n`;
  for (const name in headers) {
    const value = headers[name] ?? '';
    if (printable.test(value)) block += `${name}: ${value}\r\n`;
  }
  return encoder.encode(`${block}\r\n`);
}

/** Names in lower case; of a repeated name the first counts. A malformed block is no reason to fail: what cannot be read is not there. */
export function decodeHeaders(block: Uint8Array): WireHeaders {
  const [first = '', ...lines] = decoder.decode(block).split('\r\n');
  const headers: Record<string, string> = Object.create(null);
  const status = first.slice(firstLine.length).trim();
  if (status !== '') headers[statusHeader] = status;
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon > 0) headers[line.slice(0, colon).toLowerCase()] ??= line.slice(colon + 1).trim();
  }
  return headers;
}

/** A 503 status without a body is the server's own answer: nobody listens on this subject. */
export function isNoResponders(headers: WireHeaders, body: Uint8Array): boolean {
  return body.byteLength === 0 && (headers[statusHeader] ?? '').startsWith('503');
}
