import type { Checkpoint, SignedCheckpoint } from '../checkpoint/checkpoint.ts';
import { formatVerifierKey, type VerifierKey } from '../checkpoint/verifier-key.ts';
import type { ExportHeader } from '../export/export-line.ts';
import { leafHash, leafHashOfAscii } from '../merkle/hash.ts';
import { CompactRange } from '../merkle/compact-range.ts';
import type { LedgerEntry } from '../entry/ledger-entry.schema.ts';
import type { EntryLine } from './entry-line.ts';
import type { OpenedHeader } from './header.ts';
import { LogHistory, type EntryFacts } from './log-history.ts';
import type { FindingCode, Findings } from './finding.ts';
import { IndexSequence } from './index-sequence.ts';
import type { LogKeys } from './log-keys.ts';
import { LogTree } from './log-tree.ts';
import type { ParsedLine } from './parsed-line.ts';
import type { WitnessReport, WitnessTally } from './witness-tally.ts';

type ParsedEntry = Extract<ParsedLine, { kind: 'entry' }>;

/** What an export holds, by its own account. */
export interface ExportSummary {
  readonly origin: string;
  /** The key that the log signs with at the end of the export, by its own account. */
  readonly vkey: string;
  readonly from: number;
  readonly to: number;
  readonly entries: number;
  readonly checkpoints: number;
  /** The root over all entries up to `to` in base64; of meaning only when the export is good. */
  readonly root: string;
  /** Questions without an answer: each was in flight when the export was made, or the hub was cut off. */
  readonly unanswered: number;
}

/** What the caller knows of the log from before, or from elsewhere. */
export interface Witnessed {
  readonly held?: Checkpoint | undefined;
  readonly tally?: WitnessTally | undefined;
}

/** Judges the lines of one export, in order; `verifyExport` feeds it. */
export class ExportVerifier {
  readonly header: ExportHeader;
  readonly findings: Findings;
  readonly #key: VerifierKey;
  readonly #keys: LogKeys;
  readonly #held: Checkpoint | undefined;
  readonly #sequence: IndexSequence;
  readonly #history: LogHistory;
  readonly #tree: LogTree;
  readonly #tally: WitnessTally | undefined;
  #gapFinding = -1;
  #lastTrusted = -1;
  #entries = 0;
  #checkpoints = 0;
  #line = 1;

  constructor(opened: OpenedHeader, findings: Findings, { held, tally }: Witnessed = {}) {
    const { from, edge } = opened.header;
    this.header = opened.header;
    this.#key = opened.key;
    this.#keys = opened.keys;
    this.findings = findings;
    this.#held = held;
    this.#tally = tally;
    this.#sequence = new IndexSequence(from);
    this.#history = new LogHistory(from === 0);
    const hashes = edge.map((hash) => Buffer.from(hash, 'base64'));
    this.#tree = new LogTree(new CompactRange(from, hashes), held);
  }

  summary(): ExportSummary {
    const { origin, from, to } = this.header;
    return {
      origin,
      vkey: formatVerifierKey(this.#key),
      from,
      to,
      entries: this.#entries,
      checkpoints: this.#checkpoints,
      root: Buffer.from(this.#tree.root()).toString('base64'),
      unanswered: this.#history.unanswered,
    };
  }

  /** What the witnesses say, when the caller named any. */
  witnesses(): WitnessReport | undefined {
    return this.#tally?.report();
  }

  /** A line that is a valid, canonical entry. */
  matchedEntry(entry: EntryLine): void {
    this.#line += 1;
    const computed = leafHashOfAscii(entry.body);
    if (!this.#place(entry, computed)) return;
    // What was changed leads to no key.
    if (entry.type === 'key.rotated' && entry.leaf === computed) this.#announce(JSON.parse(entry.body) as LedgerEntry);
    this.#remember(entry.index, entry);
  }

  /** A line that had to be looked at more closely. */
  parsedLine(parsed: ParsedLine): void {
    this.#line += 1;
    if (parsed.kind === 'checkpoint') this.#checkpoint(parsed.note);
    else if (parsed.kind === 'entry') this.#parsedEntry(parsed);
    else this.#report('line.malformed', this.#sequence.next);
  }

  /** The text stopped in the middle of a line, or the line is too long to be one. */
  brokenLine(isTooLong: boolean): void {
    this.#line += 1;
    this.#report(isTooLong ? 'line.too-long' : 'export.truncated', this.#sequence.next);
  }

  /** All lines have been read. */
  finish(): void {
    const read = this.#sequence.next;
    if (read > this.header.to) this.#report('entry.inserted', this.header.to);
    if (read < this.header.to) this.#report('export.truncated', read);
    if (read === this.header.to && this.#lastTrusted < read) this.#report('checkpoint.missing', this.#tree.lastGood);
    this.#requireSuccession();
    if (this.witnesses()?.size === null) this.#report('witness.quorum-missing', null);
    if (this.#held !== undefined) this.#compareWithHeld(this.#held, read);
  }

  #compareWithHeld(held: Checkpoint, read: number): void {
    if (held.size > Math.max(read, this.header.to)) this.#report('checkpoint.rolled-back', read);
    if (held.size < this.header.from) this.#report('export.not-comparable', null);
    if (!this.#tree.isLikeHeld) this.#report('checkpoint.inconsistent', this.header.from, { isExact: false });
  }

  #parsedEntry({ index, leaf, body, isCanonical, faults, entry }: ParsedEntry): void {
    if (!isCanonical) this.#report('entry.not-canonical', index);
    const [fault] = faults;
    const isPlaced = this.#place({ index, leaf }, leafHash(body).toString('base64'));
    if (fault !== undefined) this.#report('entry.invalid', index, { detail: `${fault.path} ${fault.message}` });
    if (!isPlaced || entry === undefined) return;
    // What such a line says of a key is not believed: no log writes that in a form that has to be looked at.
    this.#remember(index, { ...entry, isSigned: entry.evidence !== undefined });
  }

  /** False for a line that was read before: it is reported and left out. */
  #place({ index, leaf }: { readonly index: number; readonly leaf: string }, computed: string): boolean {
    this.#entries += 1;
    if (leaf !== computed) this.#report('entry.changed', index);
    // The claimed hash goes into the tree: the next root then tells whether the rest is untouched.
    const hash = Buffer.from(leaf, 'base64');
    const placement = this.#sequence.place(index, hash);
    if (placement === 'next') {
      this.#tree.append(hash);
      return true;
    }
    this.#misplaced(placement, index);
    return placement === 'gap';
  }

  #misplaced(placement: 'gap' | 'reordered' | 'inserted' | 'replayed', index: number): void {
    if (placement === 'reordered') return this.findings.rename(this.#gapFinding, 'entry.reordered');
    if (placement === 'replayed') return void this.#report('entry.replayed', index);
    this.#tree.break();
    if (placement === 'inserted') return void this.#report('entry.inserted', index);
    this.#gapFinding = this.#report('entry.removed', this.#sequence.lastGap);
  }

  #remember(index: number, facts: EntryFacts): void {
    const fault = this.#history.accept(facts);
    if (fault !== undefined) this.#report(fault, index);
  }

  #checkpoint(note: string): void {
    this.#checkpoints += 1;
    const opened = this.#keys.open(note, this.header.origin);
    if (typeof opened === 'string') return void this.#report(opened, null);
    const fault = this.#tree.compare(opened, this.#sequence.next);
    if (fault === 'checkpoint.rolled-back') this.#report(fault, opened.size);
    else if (fault !== undefined) this.#report(fault, this.#tree.lastGood, { isExact: false });
    else if (opened.isTrusted) this.#trust(opened);
  }

  #trust(checkpoint: SignedCheckpoint): void {
    this.#lastTrusted = checkpoint.size;
    // A broken tree has no faults of its own any more, and no good checkpoints either.
    if (this.#tree.lastGood !== checkpoint.size) return;
    this.#keys.settle();
    if (this.#tally?.count(checkpoint) === false) this.#report('cosignature.invalid', null);
  }

  #announce({ key, digest }: LedgerEntry): void {
    if (key?.kind === 'checkpoint' && digest !== undefined) this.#keys.announce(digest);
  }

  /** Who trusts a former key must have been led to the present one; a header that has neither was reported at once. */
  #requireSuccession(): void {
    const isReported = this.findings.listed.some(({ code }) => code.startsWith('header.'));
    if (!isReported && !this.#keys.isTrusted(this.#key))
      this.findings.add('header.key-mismatch', { index: null, line: 1 });
  }

  #report(code: FindingCode, index: number | null, more: { isExact?: boolean; detail?: string } = {}): number {
    return this.findings.add(code, { index, line: this.#line, ...more });
  }
}
