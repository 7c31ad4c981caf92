const lineWidth = 120;

/** A published schema as its file has it: a list of words or numbers stands on one line where it fits, as the formatter wants it. */
export const schemaText = (document: object): string => `${joinShortLists(JSON.stringify(document, null, 2))}\n`;

const joinShortLists = (text: string): string =>
  text.replaceAll(/^ *(?:"[^"\n]+": )?\[\n(?: *(?:"[^\n]*|[0-9.]+,?)\n)+ *\],?$/gm, (lines) => {
    const line = lines
      .replaceAll(/\n */g, ' ')
      .replace('[ ', '[')
      .replace(/ \](,?)$/, ']$1');
    return line.length <= lineWidth ? line : lines;
  });
