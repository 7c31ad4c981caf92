import { KoppelError } from '@koppel/contract';
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import { parseVerifierKey, type VerifierKey } from '../checkpoint/verifier-key.ts';
import { matchEntryLine } from './entry-line.ts';
import { ExportVerifier, type ExportSummary } from './export-verifier.ts';
import { Findings, type Finding, type FindingCode } from './finding.ts';
import { openHeader } from './header.ts';
import { MAX_LINE_BYTES, type LineBlock } from './line-block.ts';
import { openCheckpoint } from './log-tree.ts';
import { parseLine } from './parsed-line.ts';

export interface VerifyOptions {
  /** The log's key as it is known from elsewhere; without it, an export vouches for its own key. */
  readonly vkey?: string;
  /** A checkpoint of this log that was kept from before, as its signed note; the export must continue it. */
  readonly previousCheckpoint?: string;
}

/** What verification found out. */
export interface ExportReport {
  readonly isGood: boolean;
  /** False when only the export itself says that this is the log's key. */
  readonly isKeyTrusted: boolean;
  /** Null when the export has no header to start from. */
  readonly summary: ExportSummary | null;
  /** How many faults there are; `findings` lists the first hundred, in the order of the lines. */
  readonly faults: number;
  readonly findings: readonly Finding[];
}

/** Takes the blocks of an export apart: the header opens the verifier, every further line is handed to it. */
export class ExportReader {
  readonly #findings = new Findings();
  readonly #trusted: VerifierKey | undefined;
  readonly #previousCheckpoint: string | undefined;
  #verifier: ExportVerifier | undefined;

  /** @throws KoppelError `request.invalid` for a key that cannot be read. */
  constructor({ vkey, previousCheckpoint }: VerifyOptions) {
    this.#trusted = vkey === undefined ? undefined : requireKey(vkey);
    this.#previousCheckpoint = previousCheckpoint;
  }

  /** False when reading on makes no sense: there is no header, or a line without an end. */
  read(block: LineBlock): boolean {
    if (this.#verifier !== undefined) return feed(this.#verifier, block, 0);
    const end = lineEnd(block, 0);
    this.#verifier = block.isComplete ? this.#open(block.bytes.subarray(0, end)) : undefined;
    return this.#verifier !== undefined && feed(this.#verifier, block, end + 1);
  }

  /** Call once, after the last block. */
  report(): ExportReport {
    if (this.#verifier === undefined) this.#findings.add('header.malformed', { index: null, line: 1 });
    this.#verifier?.finish();
    return {
      isGood: this.#findings.count === 0,
      isKeyTrusted: this.#trusted !== undefined,
      summary: this.#verifier?.summary() ?? null,
      faults: this.#findings.count,
      findings: this.#findings.listed,
    };
  }

  #open(line: Uint8Array): ExportVerifier | undefined {
    const opened = openHeader(line, this.#trusted);
    if (opened === undefined) return undefined;
    const held = this.#openHeld(opened.key);
    const heldFaults = typeof held === 'string' ? [held] : [];
    for (const code of [...opened.faults, ...heldFaults]) this.#findings.add(code, { index: null, line: 1 });
    return new ExportVerifier(opened, this.#findings, typeof held === 'string' ? undefined : held);
  }

  /** The held checkpoint; or, when the export brought its own key, that it is another than the one that signed it. */
  #openHeld(key: VerifierKey): Checkpoint | FindingCode | undefined {
    if (this.#previousCheckpoint === undefined) return undefined;
    const held = openCheckpoint(this.#previousCheckpoint, key.name, key);
    if (typeof held !== 'string') return held;
    if (this.#trusted === undefined && held === 'checkpoint.wrong-key') return 'header.key-mismatch';
    if (this.#trusted === undefined && held === 'checkpoint.origin-mismatch') return 'header.origin-mismatch';
    throw new KoppelError('request.invalid', 'The previous checkpoint is not a checkpoint that this key signed');
  }
}

function feed(verifier: ExportVerifier, block: LineBlock, from: number): boolean {
  let start = from;
  while (start < block.bytes.length) {
    const end = lineEnd(block, start);
    const isTooLong = end >= start + MAX_LINE_BYTES;
    if (isTooLong || end === block.bytes.length) {
      verifier.brokenLine(isTooLong);
      return false;
    }
    const entry = matchEntryLine(block.latin1, start, end);
    if (entry === undefined) verifier.parsedLine(parseLine(block.bytes.subarray(start, end)));
    else verifier.matchedEntry(entry);
    start = end + 1;
  }
  return true;
}

function lineEnd({ latin1 }: LineBlock, start: number): number {
  const end = latin1.indexOf('\n', start);
  return end < 0 ? latin1.length : end;
}

function requireKey(vkey: string): VerifierKey {
  const key = parseVerifierKey(vkey);
  if (key === undefined) throw new KoppelError('request.invalid', 'The verifier key is not a well-formed vkey');
  return key;
}
