import { readFile } from 'node:fs/promises';
import { defineAdapter, defineHandler, KoppelError } from '@koppel/contract';
import { connectLinkClient, runAdapter } from '@koppel/link';
import { silentLog } from '@koppel/local';
import { Type } from 'typebox';
import { benchOperation } from '../exchange/question.ts';

const text = { nl: 'Meetadapter', en: 'Benchmark adapter' };

/** Stands there and knows nothing. */
const adapter = defineAdapter({
  manifest: {
    id: 'bench',
    version: '1.0.0',
    contract: '^1.0.0',
    title: text,
    description: text,
    operations: [benchOperation],
    events: [],
    secrets: [],
    egress: [],
    healthIntervalMs: 5000,
    rate: { perSecond: 1000, retryAfterMs: 1000 },
    effect: 'idempotent',
    lifecycle: 'supported',
  },
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
