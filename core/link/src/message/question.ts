import { KoppelError, isTransaction } from '@koppel/contract';
import { linkLimits } from '../limits.ts';
import type { AskedQuestion } from '../offer.ts';
import type { ReceivedMessage, WireMessage } from '../wire/wire.ts';
import { parseBody, requestBody } from './body.ts';
import { validators } from './body.schema.ts';
import { headerNames, headerOf } from './header-names.ts';

/** A question before it is sent; the other side adds the signal. */
export type Asked = Omit<AskedQuestion, 'signal'>;

/** The part of a question that travels in the body. */
type QuestionBody = Pick<Asked, 'operation' | 'version' | 'mode' | 'fields' | 'request' | 'evidence'>;

export function encodeQuestion(asked: Asked, timeoutMs: number): WireMessage {
  const { operation, version, mode, fields, request, evidence } = asked;
  const signed = evidence === undefined ? {} : { evidence };
  return {
    body: requestBody({ operation, version, mode, fields, request, ...signed } satisfies QuestionBody),
    headers: {
      [headerNames.traceparent]: asked.traceparent,
      [headerNames.transaction]: asked.transaction,
      [headerNames.timeoutMs]: String(timeoutMs),
      [headerNames.agreement]: asked.agreement,
      [headerNames.purpose]: asked.purpose,
    },
  };
}

/** @throws KoppelError `request.invalid` when the message is not a question about this operation. */
export function decodeQuestion(message: ReceivedMessage, operation: string): Asked {
  const body = findQuestionBody(message.body);
  if (body?.operation !== operation) {
    throw new KoppelError('request.invalid', 'The message is not a question about this operation');
  }
  const { version, mode, fields, request, evidence } = body;
  const transaction = headerOf(message.headers, 'transaction');
  // Under another name the ledger would not know the question that the source hears.
  if (!isTransaction(transaction)) throw new KoppelError('request.invalid', 'The question has no transaction');
  return {
    operation,
    version,
    mode,
    fields,
    request,
    agreement: headerOf(message.headers, 'agreement'),
    purpose: headerOf(message.headers, 'purpose'),
    transaction,
    traceparent: headerOf(message.headers, 'traceparent'),
    ...(evidence === undefined ? {} : { evidence }),
  };
}

function findQuestionBody(bytes: Uint8Array): QuestionBody | undefined {
  try {
    const body = parseBody(bytes, linkLimits.maxRequest);
    return isQuestionBody(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

const isQuestionBody = (body: object): body is QuestionBody => validators.question.isValid(body);
