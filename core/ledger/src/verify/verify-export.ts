import { ExportReader, type ExportReport, type VerifyOptions } from './export-reader.ts';
import { lineBlocks } from './line-block.ts';

/**
 * Verifies an export of a ledger without trusting anybody but the holder of the key.
 *
 * One pass, in memory that does not grow with the log: `chunks` may be a file's stream or any other cut of the text.
 * Rejects only for options that cannot be used (`request.invalid`) and when the stream itself fails.
 */
export async function verifyExport(
  chunks: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>,
  options: VerifyOptions = {},
): Promise<ExportReport> {
  const reader = new ExportReader(options);
  for await (const block of lineBlocks(chunks)) {
    if (!reader.read(block)) break;
  }
  return reader.report();
}
