import {
  createUuidV7,
  entryBody,
  entryLine,
  leafHash,
  type FindingCode,
  type LedgerEntry,
  type NoteSigner,
} from '../../src/index.ts';
import { logOf } from '../sample-log.ts';

/** An honest export and what a forger may have got hold of. */
export interface Evidence {
  readonly lines: readonly string[];
  /** The key of the log; only the forgeries that say so use it. */
  readonly signer: NoteSigner;
  readonly entries: readonly LedgerEntry[];
  readonly vkey: string;
  /** The newest checkpoint, as somebody may have kept it. */
  readonly lastCheckpoint: string;
}

/** A way to falsify an export, and what a verifier must say about it. */
export interface Tampering {
  readonly name: string;
  /** What the verifier says first. */
  readonly code: FindingCode;
  /** The entry that it names. */
  readonly index: number | null;
  /** False when only a checkpoint gives the forgery away: the entry named is then the first one after the last good one. */
  readonly isExact?: boolean;
  /** Whether the verifier holds the last honest checkpoint from before. */
  readonly isHeld?: boolean;
  apply(evidence: Evidence): string[] | Promise<string[]>;
}

/** The entry that the forgeries are about; entries 25 to 49 stand between two checkpoints. */
export const VICTIM = 40;
export const AFTER_CHECKPOINT = 25;

const isEntry = (line: string): boolean => line.startsWith('{"entry":');

/** Where an entry's line stands. */
export function lineOf(lines: readonly string[], index: number): number {
  return lines.findIndex((line) => isEntry(line) && line.includes(`,"index":${index},`));
}

export const entryAt = (lines: readonly string[], index: number): LedgerEntry =>
  JSON.parse(lines[lineOf(lines, index)] ?? '').entry;

/** Changes the text of one entry's line. */
export const edit = (lines: readonly string[], index: number, change: (line: string) => string): string[] =>
  lines.map((line, i) => (i === lineOf(lines, index) ? change(line) : line));

/** An entry's line with a leaf hash that fits it. */
export function lineFor(entry: LedgerEntry, index: number): string {
  const body = entryBody(entry);
  return entryLine({ index, body: body.toString(), leaf: leafHash(body) });
}

/** Numbers all entries anew, as somebody does who changes their number without leaving a gap. */
export function renumber(lines: readonly string[]): string[] {
  let index = -1;
  return lines.map((line) => {
    if (!isEntry(line)) return line;
    index += 1;
    return line.replace(/,"index":\d+,/, `,"index":${index},`);
  });
}

/** What the log itself would have written for these entries: for a forger who holds the key. */
export const rewrite = async (entries: readonly LedgerEntry[], signer: NoteSigner): Promise<string[]> =>
  (await logOf(entries, signer)).exportFrom();

export const lastCheckpoint = (lines: readonly string[]): number =>
  lines.findLastIndex((line) => line.startsWith('{"checkpoint":'));
export const noteIn = (line: string | undefined): string => JSON.parse(line ?? '').checkpoint;

/** The same entry, made at another time. */
export const later = (entry: LedgerEntry, byMs: number): LedgerEntry => {
  const atMs = Date.parse(entry.at) + byMs;
  return { ...entry, id: createUuidV7(atMs), at: new Date(atMs).toISOString() };
};
