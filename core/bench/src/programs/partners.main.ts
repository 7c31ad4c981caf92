import { readFile } from 'node:fs/promises';
import { defineAdapter } from '@koppel/contract';
import { connectLinkClient, runAdapter } from '@koppel/link';
import { silentLog } from '@koppel/local';
import { Type } from 'typebox';
import { connectSource } from './bench-handler.ts';
import { benchManifest } from './bench-manifest.ts';
import type { CrowdOrder } from '../links/crowd.ts';

/** The adapters of many organisations in one process, all of them connecting at once. */
const order = JSON.parse(await readFile(process.env['BENCH_PARTNERS'] ?? '', 'utf8')) as CrowdOrder;
const { handler } = connectSource(order.source);

const adapter = defineAdapter({
  manifest: benchManifest,
  config: Type.Object({}, { additionalProperties: false }),
  start: async () => ({ handlers: [handler], checkHealth: async () => undefined, stop: async () => undefined }),
});

process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
await Promise.all(
  order.credentials.map(async (own) => {
    const link = await connectLinkClient({ servers: order.servers, credentials: own });
    await runAdapter({ adapter, link, config: {}, log: silentLog, findSecret: () => undefined });
  }),
);
