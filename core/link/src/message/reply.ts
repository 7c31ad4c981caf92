import { KoppelError, type Answer, type Mode } from '@koppel/contract';
import { linkLimits } from '../limits.ts';
import type { ReceivedMessage, WireMessage } from '../wire/wire.ts';
import { parseBody } from './body.ts';
import { validators } from './body.schema.ts';
import { encodeProblem } from './problem.ts';

/** Any value as a reply; one that is too large becomes the problem that says so. */
export function encodeReply(reply: unknown): WireMessage {
  const body = Buffer.from(JSON.stringify(reply ?? {}));
  return body.byteLength > linkLimits.maxReply ? encodeProblem(new KoppelError('reply.too-large')) : { body };
}

/** An answer whose evidence, if it has any, nobody has looked at yet. */
export type ReceivedAnswer = Answer & { readonly evidence?: unknown };

/** @throws KoppelError `reply.too-large`, or `reply.invalid` when it is not the answer that the mode asks for. */
export function decodeAnswer(message: ReceivedMessage, mode: Mode): ReceivedAnswer {
  const answer = parseReply(message.body);
  if (isContentAnswer(answer, mode) || isMatchAnswer(answer, mode)) return answer;
  throw new KoppelError('reply.invalid', `The answer is not one that mode ${mode} asks for`);
}

/** @throws KoppelError `reply.too-large` or `reply.invalid`. */
function parseReply(body: Uint8Array): object {
  if (body.byteLength > linkLimits.maxReply) throw new KoppelError('reply.too-large');
  try {
    return parseBody(body, linkLimits.maxReply);
  } catch {
    // The parser's codes speak of a request; here the adapter is at fault.
    throw new KoppelError('reply.invalid', 'The answer is not JSON that can be accepted');
  }
}

const isContentAnswer = (answer: object, mode: Mode): answer is Extract<Answer, { content: unknown }> =>
  mode === 'content' && validators.content.isValid(answer);

const isMatchAnswer = (answer: object, mode: Mode): answer is Extract<Answer, { hit: unknown }> =>
  mode === 'match' && validators.match.isValid(answer);
