import { KoppelError } from './problem.ts';

/** Bounds that hold for every JSON text that enters the house. */
export interface JsonLimits {
  /** Greatest size in bytes of UTF-8. */
  readonly maxBytes: number;
  /** Greatest number of objects and arrays inside each other. */
  readonly maxDepth: number;
}

export const defaultJsonLimits: JsonLimits = { maxBytes: 1024 * 1024, maxDepth: 32 };

const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype']);

/** Names that could change a prototype where somebody merges objects; no key and no property of a schema is called so. */
export const isForbiddenKey = (name: string): boolean => forbiddenKeys.has(name);

// A byte order mark is left for the parser to refuse, as it does in a string.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

/**
 * Parses a JSON text that nobody vouches for.
 *
 * `JSON.parse` takes the last of two equal keys and any depth, so one pass over the text looks at keys and
 * nesting first; it holds one set of names per open object and stops at the first fault. Whatever it lets in has
 * a canonical form (RFC 8785): half a surrogate pair and a number beyond the range of doubles are refused.
 *
 * @throws KoppelError `request.too-large`, `request.too-deep`, `request.duplicate-key`, `request.forbidden-key`
 * or `request.malformed`; none of them repeats what the text said.
 */
export function parseJson(input: Uint8Array | string, limits: JsonLimits = defaultJsonLimits): unknown {
  const byteLength = typeof input === 'string' ? Buffer.byteLength(input) : input.byteLength;
  if (byteLength > limits.maxBytes) {
    throw new KoppelError('request.too-large', `The body is larger than ${limits.maxBytes} bytes`);
  }
  try {
    const text = typeof input === 'string' ? wellFormed(input) : decoder.decode(input);
    new TextScanner(text, limits.maxDepth).scan();
    refuseZeroByte(text);
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof KoppelError) throw error;
    // No cause: the parser's message quotes the text.
    throw new KoppelError('request.malformed');
  }
}

function wellFormed(text: string): string {
  if (!text.isWellFormed()) throw new KoppelError('request.malformed', 'The body holds half a surrogate pair');
  return text;
}

/** A zero byte in a text can be written as an escape only; PostgreSQL stores none, and no text needs one. */
function refuseZeroByte(text: string): void {
  if (!text.includes('\\u0000')) return;
  // An even number of backslashes in front makes it six characters instead.
  if (/(?<!\\)(?:\\\\)*\\u0000/.test(text)) throw new KoppelError('request.malformed', 'The body holds a zero byte');
}

/** Walks the structure of a text; what is not JSON at all is left for the parser to refuse. */
class TextScanner {
  readonly #text: string;
  readonly #maxDepth: number;
  /** One entry per open object (its keys) or array (undefined). */
  readonly #open: (Set<string> | undefined)[] = [];
  readonly #hasEscapes: boolean;
  #expectsKey = false;

  constructor(text: string, maxDepth: number) {
    this.#text = text;
    this.#hasEscapes = text.includes('\\');
    this.#maxDepth = maxDepth;
  }

  scan(): void {
    const text = this.#text;
    for (let at = 0; at < text.length; at += 1) {
      const char = text.charCodeAt(at);
      if (char === QUOTE) at = this.#string(at);
      else if (isNumberPart(char)) at = this.#number(at);
      else this.#structure(char);
    }
  }

  #structure(char: number): void {
    if (char === OPEN_OBJECT) this.#enter(new Set());
    else if (char === OPEN_ARRAY) this.#enter(undefined);
    else if (char === CLOSE_OBJECT || char === CLOSE_ARRAY) {
      this.#open.pop();
      this.#expectsKey = false;
    } else if (char === COMMA) this.#expectsKey = this.#open.at(-1) !== undefined;
  }

  #enter(keys: Set<string> | undefined): void {
    this.#open.push(keys);
    this.#expectsKey = keys !== undefined;
    if (this.#open.length > this.#maxDepth) {
      throw new KoppelError('request.too-deep', `The body is nested deeper than ${this.#maxDepth} levels`);
    }
  }

  /** Returns the position of the last character of the number. */
  #number(start: number): number {
    let end = start + 1;
    while (isNumberPart(this.#text.charCodeAt(end))) end += 1;
    if (Math.abs(Number(this.#text.slice(start, end))) === Number.POSITIVE_INFINITY) {
      throw new KoppelError('request.malformed', 'The body holds a number that is too large');
    }
    return end - 1;
  }

  /** Returns the position of the closing quote. */
  #string(start: number): number {
    const end = this.#closingQuote(start + 1);
    const escaped = this.#hasEscapes && this.#text.slice(start, end).includes('\\');
    if (!escaped && !this.#expectsKey) return end;
    const raw = this.#text.slice(start + 1, end);
    const text = escaped ? wellFormed(JSON.parse(`"${raw}"`)) : raw;
    if (this.#expectsKey) this.#key(text);
    return end;
  }

  /** An unclosed string ends with the text; the parser refuses it. */
  #closingQuote(from: number): number {
    let end = this.#text.indexOf('"', from);
    while (this.#hasEscapes && end !== -1 && this.#isEscaped(end, from)) end = this.#text.indexOf('"', end + 1);
    return end === -1 ? this.#text.length : end;
  }

  /** A quote is escaped when an odd number of backslashes stands before it. */
  #isEscaped(quote: number, from: number): boolean {
    let first = quote;
    while (first > from && this.#text.charCodeAt(first - 1) === BACKSLASH) first -= 1;
    return (quote - first) % 2 === 1;
  }

  #key(key: string): void {
    this.#expectsKey = false;
    if (isForbiddenKey(key)) throw new KoppelError('request.forbidden-key');
    const keys = this.#open.at(-1);
    if (keys?.has(key)) throw new KoppelError('request.duplicate-key');
    keys?.add(key);
  }
}

/** Digits, sign, point and exponent; `e` and `E` also stand in `true` and `false`, which are no numbers. */
function isNumberPart(char: number): boolean {
  return (
    (char >= 0x30 && char <= 0x39) || char === 0x2d || char === 0x2b || char === 0x2e || char === 0x45 || char === 0x65
  );
}
