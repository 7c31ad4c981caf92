import { KoppelError } from '@koppel/contract';
import { checkpointLine, entryLine, headerLine } from '@koppel/ledger';
import type { Call, ExportPage, ExportStart } from './actions.ts';

/** Reads page by page, so that an export of any length needs the memory of one page. */
export async function* exportLines({ header, note }: ExportStart, call: Call): AsyncGenerator<string> {
  yield headerLine(header) + (note === null ? '' : checkpointLine(note));
  let from = header.from;
  while (from < header.to) {
    const page = await call('ledger.exportPage', { from, to: header.to });
    yield pageLines(page);
    const last = page.entries.at(-1);
    if (last === undefined) throw new KoppelError('ledger.unavailable', 'Entries are missing from the ledger');
    from = last.index + 1;
  }
}

/** Every checkpoint follows the last entry that it covers. */
function pageLines({ entries, checkpoints }: ExportPage): string {
  const notes = new Map(checkpoints.map(({ size, note }) => [size, checkpointLine(note)]));
  return entries
    .map(
      ({ index, body, leaf }) =>
        entryLine({ index, body, leaf: Buffer.from(leaf, 'base64') }) + (notes.get(index + 1) ?? ''),
    )
    .join('');
}
