import { randomUUID } from 'node:crypto';
import { asKoppelError, type ExchangeReply } from '@koppel/contract';
import type { HubClient } from '../hub-client/hub-client.ts';
import { purpose } from '../seed/agreement-plans.ts';
import type { DemoExchange } from './demo-result.ts';
import { listLeafPaths } from './leaf-paths.ts';

/** A question of the demonstration; the hub knows who asks by the client's own key. */
export interface DemoQuestion {
  readonly agreement: string;
  readonly operation: string;
  readonly request: unknown;
  readonly mode?: 'match' | 'content';
  readonly purpose?: string;
}

/** What became of it, with the answer itself when there is one. */
export interface DemoAnswer {
  readonly exchange: DemoExchange;
  readonly reply?: ExchangeReply;
}

/** Asks over HTTP; a refusal is an answer like any other. */
export async function ask(client: HubClient, question: DemoQuestion): Promise<DemoAnswer> {
  const begun = performance.now();
  const actor = { id: 'medewerker-0042', role: 'analyst' };
  const body = { purpose, mode: 'content', actor, ...question };
  try {
    const reply = await client.post<ExchangeReply>('/v1/exchanges', body, { 'idempotency-key': randomUUID() });
    return { exchange: describeReply(question.operation, reply, since(begun)), reply };
  } catch (error) {
    return { exchange: describeRefusal(question.operation, error, since(begun)) };
  }
}

export const since = (begun: number): number => Math.round((performance.now() - begun) * 10) / 10;

function describeReply(operation: string, reply: ExchangeReply, durationMs: number): DemoExchange {
  const isMatch = reply.mode === 'match';
  return {
    operation,
    outcome: isMatch ? 'matched' : 'released',
    code: null,
    released: isMatch ? ['hit'] : listLeafPaths(reply.content),
    withheld: reply.withheld,
    ledgerIndex: reply.ledger.replyIndex,
    durationMs,
  };
}

export function describeRefusal(operation: string, error: unknown, durationMs: number): DemoExchange {
  const { code, status, details } = asKoppelError(error);
  const outcome = status === 403 ? 'refused' : 'failed';
  return { operation, outcome, code, released: [], withheld: [], ledgerIndex: details.ledgerIndex ?? null, durationMs };
}
