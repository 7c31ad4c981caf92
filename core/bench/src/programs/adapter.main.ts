import { defineAdapter, defineHandler, KoppelError } from '@koppel/contract';
import { runAdapterProcess } from '@koppel/link';
import { Type, type Static } from 'typebox';
import { Pool } from 'undici';
import { benchOperation } from '../exchange/question.ts';
import { benchManifest } from './bench-manifest.ts';

type Reply = Static<typeof benchOperation.reply>;

const headers = { 'content-type': 'application/json' };

/** The governed path's adapter: as the bare one, over the link. */
const adapter = defineAdapter({
  manifest: benchManifest,
  config: Type.Object({ source: Type.String({ maxLength: 200 }) }, { additionalProperties: false }),
  start: async ({ source }) => {
    const { origin, pathname } = new URL(source);
    const pool = new Pool(origin, { connections: 64 });
    const handler = defineHandler(benchOperation, {
      content: async ({ request }) => {
        const answer = await pool.request({ path: pathname, method: 'POST', headers, body: JSON.stringify(request) });
        if (answer.statusCode !== 200) throw new KoppelError('source.failed');
        return { content: (await answer.body.json()) as Reply, subjects: [{ kind: 'bsn', value: request.bsn }] };
      },
    });
    return { handlers: [handler], checkHealth: async () => undefined, stop: () => pool.close() };
  },
});

await runAdapterProcess(adapter);
if (process.exitCode === undefined) process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
