import { mkdirSync, writeFileSync } from 'node:fs';
import { listSchemaDocuments } from './schema-documents.ts';

const folder = new URL('../schemas/', import.meta.url);
const lineWidth = 120;

/** A list of words stands on one line where it fits, as the formatter of this repository wants it. */
const joinShortLists = (text: string): string =>
  text.replaceAll(/^ *(?:"[^"\n]+": )?\[\n(?: *"[^\n]*\n)+ *\],?$/gm, (lines) => {
    const line = lines
      .replaceAll(/\n */g, ' ')
      .replace('[ ', '[')
      .replace(/ \](,?)$/, ']$1');
    return line.length <= lineWidth ? line : lines;
  });

mkdirSync(folder, { recursive: true });
for (const [name, document] of listSchemaDocuments()) {
  writeFileSync(new URL(name, folder), `${joinShortLists(JSON.stringify(document, null, 2))}\n`);
}
