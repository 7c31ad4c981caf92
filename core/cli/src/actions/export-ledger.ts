import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Context } from '../context.ts';

/** Passes the lines on as they come, whatever their number. */
export async function exportLedger(context: Context, { from, out }: { from: string; out?: string }): Promise<void> {
  const lines = await (await context.hub()).stream(`/v1/ledger/export?from=${encodeURIComponent(from)}`);
  if (out === undefined) return pipeline(lines, context.surroundings.output, { end: false });
  await pipeline(lines, createWriteStream(out, { mode: 0o600 }));
  let bytes = 0;
  for await (const chunk of createReadStream(out)) bytes += (chunk as Buffer).length;
  context.print({ file: out, bytes }, () => `${bytes} bytes in ${out}. Next: koppel ledger verify ${out}`);
}
