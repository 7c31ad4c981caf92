import type { IncomingMessage } from 'node:http';
import { KoppelError, parseJson } from '@koppel/contract';
import { maxBodyBytes } from '../node-red/settings.ts';

const limits = { maxBytes: maxBodyBytes, maxDepth: 32 };

/**
 * The parsed body, or undefined when the request brings none.
 *
 * @throws KoppelError `request.unsupported-type`, `request.too-large` or what `parseJson` throws.
 */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  const { 'content-type': type, 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  if (encoding === undefined && Number(length ?? 0) === 0) return undefined;
  if (!/^application\/json *(; *charset=utf-8)?$/i.test(type ?? '')) throw new KoppelError('request.unsupported-type');
  if (Number(length ?? 0) > maxBodyBytes) throw tooLarge();
  return parseJson(await readBytes(request), limits);
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBodyBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const tooLarge = (): KoppelError => new KoppelError('request.too-large');
