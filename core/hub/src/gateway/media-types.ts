import { KoppelError } from '@koppel/contract';

/** What the client sends is what the route takes, in UTF-8 and not compressed; otherwise 415. */
export function checkContentType(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  expected: string,
): void {
  if (isContentType(headers['content-type'], expected) && headers['content-encoding'] === undefined) return;
  throw new KoppelError('request.unsupported-type', `The body must be ${expected} in UTF-8, not compressed`);
}

function isContentType(given: string | string[] | undefined, expected: string): boolean {
  if (given === expected) return true;
  if (typeof given !== 'string') return given === undefined;
  const [type, ...parameters] = given.toLowerCase().split(';');
  return type?.trim() === expected && parameters.every((parameter) => /^ *charset="?utf-8"? *$/.test(parameter));
}

/** Whether an `Accept` header lets in one of these types (RFC 9110 section 12.5.1); the most exact range decides. */
export function isAcceptable(accept: string | undefined, offered: readonly string[]): boolean {
  if (accept === undefined || accept === '*/*') return true;
  const ranges = accept.toLowerCase().split(',').map(readRange);
  return offered.some((type) => qualityOf(type, ranges) > 0);
}

interface Range {
  readonly type: string;
  readonly quality: number;
}

function readRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim());
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  return { type, quality: quality === undefined ? 1 : Number(quality.slice(2)) };
}

function qualityOf(type: string, ranges: readonly Range[]): number {
  const family = `${type.slice(0, type.indexOf('/'))}/*`;
  for (const range of [type, family, '*/*']) {
    const match = ranges.find((candidate) => candidate.type === range);
    if (match) return match.quality;
  }
  return 0;
}
