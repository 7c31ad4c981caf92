import { KoppelError, compileSchema, parseJson } from '@koppel/contract';
import type { Static, TSchema } from 'typebox';
import type { SourceReply } from './source-message.ts';

const jsonType = /^application\/([a-z.+-]+\+)?json(;|$)/i;
const maxDepth = 32;

/**
 * A reader of replies that fit the schema; further members are let be, so that a source can grow.
 * What it throws (`source.failed`) tells where a reply was wrong, never what it said.
 */
export function createJsonReader<Schema extends TSchema>(schema: Schema): (reply: SourceReply) => Static<Schema> {
  const validator = compileSchema(schema);
  return ({ contentType, body }) => {
    const value = jsonType.test(contentType) ? parse(body) : undefined;
    if (value === undefined) throw new KoppelError('source.failed', 'The reply of the source is not JSON');
    const faults = validator.faultsOf(value).slice(0, 3);
    if (faults.length === 0) return value as Static<Schema>;
    const list = faults.map(({ path, message }) => `${path} ${message}`).join('; ');
    throw new KoppelError('source.failed', `The reply of the source breaks its own interface: ${list}`);
  };
}

function parse(body: Uint8Array): unknown {
  try {
    return parseJson(body, { maxBytes: body.byteLength, maxDepth });
  } catch {
    // The parser's codes speak of a request.
    return undefined;
  }
}
