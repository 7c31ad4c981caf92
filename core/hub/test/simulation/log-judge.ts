import { TILE_WIDTH, parseCheckpoint, type FullTile, type LedgerEntry } from '@koppel/ledger';
import { MerkleOracle } from './merkle-oracle.ts';
import type { RuleName } from './rules.ts';

export type Report = (rule: RuleName, detail: string) => void;

export interface CommittedRow {
  readonly body: string;
  readonly leaf: Uint8Array;
  readonly entry: LedgerEntry;
}

/** An entry, when it was committed and where it stands. */
export interface Fact {
  readonly index: number;
  readonly atMs: number;
  readonly entry: LedgerEntry;
}

/** How the identifiers of this simulation begin; no index, instant or digest looks like them. */
const identifier = /99999001|99999002/;

/** Holds what is committed against the definition of the tree, and remembers it. */
export class LogJudge {
  readonly facts: Fact[] = [];
  readonly #byTransaction = new Map<string, Fact[]>();
  readonly #oracle = new MerkleOracle();
  readonly #report: Report;

  constructor(report: Report) {
    this.#report = report;
  }

  findOf(transaction: string, type: LedgerEntry['type']): Fact | undefined {
    return this.#byTransaction.get(transaction)?.find(({ entry }) => entry.type === type);
  }

  committed(rows: readonly CommittedRow[], tiles: readonly FullTile[], atMs: number): Fact[] {
    const facts = rows.map((row) => this.#commit(row, atMs));
    for (const tile of tiles) this.#checkTile(tile);
    return facts;
  }

  signed(note: string): void {
    const checkpoint = parseCheckpoint(note);
    const isTrue =
      checkpoint !== undefined &&
      checkpoint.size <= this.facts.length &&
      this.#oracle.root(checkpoint.size).equals(checkpoint.root);
    if (!isTrue) this.#report('log.untrue', `a root over ${checkpoint?.size} entries was signed that is not theirs`);
  }

  #commit({ body, leaf, entry }: CommittedRow, atMs: number): Fact {
    const fact = { index: this.facts.length, atMs, entry };
    this.facts.push(fact);
    const { transaction = '' } = entry;
    const others = this.#byTransaction.get(transaction);
    if (others) others.push(fact);
    else this.#byTransaction.set(transaction, [fact]);
    if (!this.#oracle.append(body).equals(leaf)) this.#report('log.untrue', `the leaf of ${fact.index} is another`);
    if (identifier.test(body)) this.#report('person.logged', `in a ${entry.type}`);
    return fact;
  }

  #checkTile({ row, index, hashes }: FullTile): void {
    const leaves = this.#oracle.leaves.slice(index * TILE_WIDTH, (index + 1) * TILE_WIDTH);
    if (row === 0 && !Buffer.concat(leaves).equals(hashes)) this.#report('log.untrue', `tile ${index} is another`);
  }
}
