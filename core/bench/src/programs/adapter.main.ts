import { defineAdapter } from '@koppel/contract';
import { runAdapterProcess } from '@koppel/link';
import { Type } from 'typebox';
import { connectSource } from './bench-handler.ts';
import { benchManifest } from './bench-manifest.ts';

/** The governed path's adapter: as the bare one, over the link. */
const adapter = defineAdapter({
  manifest: benchManifest,
  config: Type.Object({ source: Type.String({ maxLength: 200 }) }, { additionalProperties: false }),
  start: async ({ source }) => {
    const { handler, close } = connectSource(source);
    return { handlers: [handler], checkHealth: async () => undefined, stop: close };
  },
});

await runAdapterProcess(adapter);
if (process.exitCode === undefined) process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
