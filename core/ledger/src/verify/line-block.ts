/** Longer than the longest entry that the schema allows; the newline counts. */
export const MAX_LINE_BYTES = 512 * 1024;

const NEWLINE = 0x0a;

/** Whole lines: the same text as bytes and, one character per byte, as a string. */
export interface LineBlock {
  readonly bytes: Buffer;
  readonly latin1: string;
  /** False for the last block of a text that does not end with a newline. */
  readonly isComplete: boolean;
}

/** Cuts a stream of bytes or texts into blocks of whole lines; an overlong line ends it, as an incomplete block. */
export async function* lineBlocks(
  chunks: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>,
): AsyncGenerator<LineBlock> {
  let rest = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = joined(rest, chunk);
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    if (end > 0) yield blockOf(bytes.subarray(0, end), true);
    rest = bytes.subarray(end);
    if (rest.length >= MAX_LINE_BYTES) break;
  }
  if (rest.length > 0) yield blockOf(rest, false);
}

function joined(rest: Buffer, chunk: Uint8Array | string): Buffer<ArrayBuffer> {
  const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  return Buffer.concat([rest, bytes]);
}

const blockOf = (bytes: Buffer, isComplete: boolean): LineBlock => ({
  bytes,
  latin1: bytes.toString('latin1'),
  isComplete,
});
