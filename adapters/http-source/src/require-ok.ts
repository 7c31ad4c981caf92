import { KoppelError } from '@koppel/contract';
import type { SourceReply } from './source-message.ts';

/**
 * The reply again when it is an answer.
 * @throws KoppelError `source.refused` when the source does not want this question or does not know this adapter,
 * `source.failed` when it is unwell or is not what the configuration says.
 */
export function requireOk(reply: SourceReply): SourceReply {
  const { status, retryAfterMs } = reply;
  if (status === 200) return reply;
  const code = status >= 400 && status < 500 ? 'source.refused' : 'source.failed';
  const details = { status, ...(retryAfterMs !== undefined && { retryAfterMs }) };
  throw new KoppelError(code, explain(status), { details });
}

function explain(status: number): string {
  if (status === 401 || status === 403) return 'The source does not accept the credential of this adapter';
  if (status >= 300 && status < 400) return 'The source points to another address, where nobody follows it';
  return `The source answered with status ${status}`;
}
