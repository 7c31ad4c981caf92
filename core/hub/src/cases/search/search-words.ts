/** Words of two characters and more; more than this many of one text are not looked up. */
const maxWords = 1000;

/** A text as it is compared: without case, accents, spaces and marks. */
export const searchable = (text: string): string => plain(text).replaceAll(' ', '');

/** The distinct words of texts, as they are compared. */
export function wordsOf(texts: readonly string[]): string[] {
  const words = texts.flatMap((text) => plain(text).split(' ')).filter((word) => word.length > 1);
  return [...new Set(words)].slice(0, maxWords);
}

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .trim();
