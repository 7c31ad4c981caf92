/** Everything that can be wrong with an export. Codes are public: add, never rename. */
export const findingCodes = {
  'header.malformed': 'The first line is not the header of an export that this verifier knows',
  'header.origin-mismatch': 'The header names another log than its key, or than the key that was given',
  'header.key-mismatch': 'The header carries another key than the one that was given',
  'line.malformed': 'The line is neither an entry nor a checkpoint',
  'line.too-long': 'The line is longer than any entry can be; nothing after it was read',
  'entry.not-canonical': 'The entry is not written in its canonical form',
  'entry.invalid': 'The entry breaks the rules for entries of its type',
  'entry.changed': 'The entry is not the one that its leaf hash was made of',
  'entry.removed': 'Entries are missing',
  'entry.reordered': 'Entries stand in another order than the log gave them',
  'entry.inserted': 'There is an entry that the log does not have',
  'entry.replayed': 'The entry stands in the export twice',
  'entry.back-dated': 'The entry carries an earlier time than it can have been made at',
  'entry.post-dated': 'The entry carries a later time than its id',
  'exchange.asked-twice': 'A second question was logged under one exchange',
  'exchange.answered-twice': 'A second answer was logged under one exchange',
  'exchange.reply-without-request': 'An answer was logged without its question',
  'exchange.reused': 'The question carries an exchange id of another time',
  'exchange.half-signed': 'The question is signed and the released answer is not, or the other way round',
  'history.rewritten': 'The entries are not those that the log signed',
  'checkpoint.malformed': 'The checkpoint cannot be read',
  'checkpoint.origin-mismatch': 'The checkpoint is of another log',
  'checkpoint.wrong-key': 'The checkpoint is not signed by the key of the log',
  'checkpoint.signature-invalid': 'The signature does not fit the checkpoint',
  'checkpoint.rolled-back': 'The log went back to fewer entries than it had signed before',
  'checkpoint.inconsistent': 'The entries are not those of the checkpoint that was held before',
  'checkpoint.missing': 'The last entries are not covered by a checkpoint',
  'cosignature.invalid': 'The cosignature of a witness does not fit the checkpoint',
  'witness.quorum-missing': 'Too few of the witnesses cosigned any checkpoint of the export',
  'export.truncated': 'The export ends too early',
  'export.not-comparable': 'The export starts after the checkpoint that was held before',
} as const satisfies Record<string, string>;

export type FindingCode = keyof typeof findingCodes;

/** One fault of an export. */
export interface Finding {
  readonly code: FindingCode;
  /** The first bad entry, or null when no entry is at fault. */
  readonly index: number | null;
  /** False when `index` is merely the first entry after the last checkpoint that was right: the fault is there or later. */
  readonly isExact: boolean;
  /** The line of the export, from 1. */
  readonly line: number;
  /** A sentence; never the content of an entry. */
  readonly message: string;
}

export interface FindingDetails {
  readonly index: number | null;
  readonly line: number;
  readonly isExact?: boolean;
  readonly detail?: string | undefined;
}

/** A broken export can have a fault in every line; these are enough to act on. */
const maxListed = 100;

/** The faults found so far, in the order of the lines. */
export class Findings {
  readonly #listed: Finding[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  get listed(): readonly Finding[] {
    return this.#listed;
  }

  /** Adds a fault and returns its place, for `rename`. */
  add(code: FindingCode, { index, line, isExact = true, detail }: FindingDetails): number {
    this.#count += 1;
    if (this.#listed.length >= maxListed) return -1;
    const message = detail === undefined ? findingCodes[code] : `${findingCodes[code]}: ${detail}`;
    return this.#listed.push({ code, index, isExact, line, message }) - 1;
  }

  /** Gives a fault another name when later lines explain it. */
  rename(place: number, code: FindingCode): void {
    const finding = this.#listed[place];
    if (finding !== undefined) this.#listed[place] = { ...finding, code, message: findingCodes[code] };
  }
}
