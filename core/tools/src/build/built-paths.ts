import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A relative path to TypeScript in quotes, such as the worker or main that a module starts by path. */
const quotedSource = /(['"`])(\.{1,2}\/[^'"`\n]*?)\.ts\1/g;

/**
 * Points quoted paths in the text of `file` to what was built from them: to `.js` in JavaScript and declarations alike. A path
 * whose built file is absent stays as it is.
 */
export function pointToBuiltFiles(text: string, file: string): string {
  return text.replace(quotedSource, (whole, quote: string, stem: string) =>
    existsSync(join(dirname(file), `${stem}.js`)) ? `${quote}${stem}.js${quote}` : whole,
  );
}
