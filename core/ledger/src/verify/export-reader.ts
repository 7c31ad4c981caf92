import { KoppelError } from '@koppel/contract';
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import { parseVerifierKey, type KeyKind, type VerifierKey } from '../checkpoint/verifier-key.ts';
import { matchEntryLine } from './entry-line.ts';
import { ExportVerifier, type ExportSummary } from './export-verifier.ts';
import { Findings, type Finding, type FindingCode } from './finding.ts';
import { openHeader, type OpenedHeader } from './header.ts';
import { MAX_LINE_BYTES, type LineBlock } from './line-block.ts';
import { parseLine } from './parsed-line.ts';
import { WitnessTally, type WitnessReport } from './witness-tally.ts';

export interface VerifyOptions {
  /** Keys of the log as they are known from elsewhere, at least one; without any, an export vouches for its own key. */
  readonly vkey?: string | readonly string[];
  /** A checkpoint of this log that was kept from before, as its signed note; the export must continue it. */
  readonly previousCheckpoint?: string;
  /** The keys of witnesses that the caller trusts. */
  readonly witnesses?: readonly string[];
  /** How many of them must have cosigned; all unless said otherwise. */
  readonly quorum?: number;
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
  /** Only when the caller named witnesses. */
  readonly witnesses?: WitnessReport;
}

/** What a held checkpoint says of an export that vouches for its own key. */
const faultOfHeader: Partial<Record<FindingCode, FindingCode>> = {
  'checkpoint.wrong-key': 'header.key-mismatch',
  'checkpoint.origin-mismatch': 'header.origin-mismatch',
};

/** Takes the blocks of an export apart: the header opens the verifier, every further line is handed to it. */
export class ExportReader {
  readonly #findings = new Findings();
  readonly #trusted: readonly VerifierKey[];
  readonly #previousCheckpoint: string | undefined;
  readonly #tally: WitnessTally | undefined;
  #verifier: ExportVerifier | undefined;

  /** @throws KoppelError `request.invalid` for a key that cannot be read. */
  constructor({ vkey, previousCheckpoint, ...options }: VerifyOptions) {
    this.#trusted = [vkey ?? []].flat().map((text) => requireKey(text, 'log'));
    this.#tally = tallyOf(options);
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
    const witnesses = this.#verifier?.witnesses();
    return {
      isGood: this.#findings.count === 0,
      isKeyTrusted: this.#trusted.length > 0,
      summary: this.#verifier?.summary() ?? null,
      faults: this.#findings.count,
      findings: this.#findings.listed,
      ...(witnesses ? { witnesses } : {}),
    };
  }

  #open(line: Uint8Array): ExportVerifier | undefined {
    const opened = openHeader(line, this.#trusted);
    if (opened === undefined) return undefined;
    const held = this.#openHeld(opened);
    const heldFaults = typeof held === 'string' ? [held] : [];
    for (const code of [...opened.faults, ...heldFaults]) this.#findings.add(code, { index: null, line: 1 });
    const witnessed = { held: typeof held === 'string' ? undefined : held, tally: this.#tally };
    return new ExportVerifier(opened, this.#findings, witnessed);
  }

  /** The held checkpoint; or, when the export brought its own key, that it is another than the one that signed it. */
  #openHeld({ keys, key }: OpenedHeader): Checkpoint | FindingCode | undefined {
    if (this.#previousCheckpoint === undefined) return undefined;
    const origin = this.#trusted[0]?.name ?? key.name;
    const held = keys.open(this.#previousCheckpoint, origin);
    if (typeof held !== 'string') return held;
    const fault = this.#trusted.length === 0 ? faultOfHeader[held] : undefined;
    if (fault !== undefined) return fault;
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

function tallyOf({ witnesses = [], quorum }: VerifyOptions): WitnessTally | undefined {
  const keys = witnesses.map((text) => requireKey(text, 'witness'));
  const isPossible = quorum === undefined || (Number.isInteger(quorum) && quorum >= 1 && quorum <= keys.length);
  if (!isPossible) throw new KoppelError('request.invalid', 'The quorum is a number of the witnesses that are named');
  return keys.length === 0 ? undefined : new WitnessTally(keys, quorum ?? keys.length);
}

function requireKey(vkey: string, kind: KeyKind): VerifierKey {
  const key = parseVerifierKey(vkey, kind);
  if (key === undefined) throw new KoppelError('request.invalid', 'The verifier key is not a well-formed vkey');
  return key;
}
