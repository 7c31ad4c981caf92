import { defineHandler, KoppelError } from '@koppel/contract';
import type { Static } from 'typebox';
import { Pool } from 'undici';
import { benchOperation } from '../exchange/question.ts';

type Reply = Static<typeof benchOperation.reply>;

const headers = { 'content-type': 'application/json' };

/** Connections that are kept to the source, and how to close them. */
export interface SourceAccess {
  readonly handler: ReturnType<typeof defineHandler>;
  readonly close: () => Promise<void>;
}

/** Answers the operation of every benchmark with what the source says. */
export function connectSource(source: string): SourceAccess {
  const { origin, pathname } = new URL(source);
  const pool = new Pool(origin, { connections: 64 });
  const handler = defineHandler(benchOperation, {
    content: async ({ request }) => {
      const answer = await pool.request({ path: pathname, method: 'POST', headers, body: JSON.stringify(request) });
      if (answer.statusCode !== 200) throw new KoppelError('source.failed');
      return { content: (await answer.body.json()) as Reply, subjects: [{ kind: 'bsn', value: request.bsn }] };
    },
  });
  return { handler, close: () => pool.close() };
}
