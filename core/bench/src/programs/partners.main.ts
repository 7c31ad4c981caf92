import { readFile } from 'node:fs/promises';
import { defineAdapter, defineHandler, KoppelError } from '@koppel/contract';
import { connectLinkClient, runAdapter } from '@koppel/link';
import { silentLog } from '@koppel/local';
import { Type } from 'typebox';
import { benchOperation } from '../exchange/question.ts';
import { benchManifest } from './bench-manifest.ts';

/** Stands there and knows nothing. */
const adapter = defineAdapter({
  manifest: benchManifest,
  config: Type.Object({}, { additionalProperties: false }),
  start: async () => {
    const handler = defineHandler(benchOperation, {
      content: async () => {
        throw new KoppelError('source.failed');
      },
    });
    return { handlers: [handler], checkHealth: async () => undefined, stop: async () => undefined };
  },
});

interface Crowd {
  readonly servers: string;
  readonly credentials: readonly string[];
}

/** The adapters of many organisations in one process, all of them connecting at once. */
const { servers, credentials } = JSON.parse(await readFile(process.env['BENCH_PARTNERS'] ?? '', 'utf8')) as Crowd;
process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
await Promise.all(
  credentials.map(async (own) => {
    const link = await connectLinkClient({ servers, credentials: own });
    await runAdapter({ adapter, link, config: {}, log: silentLog, findSecret: () => undefined });
  }),
);
