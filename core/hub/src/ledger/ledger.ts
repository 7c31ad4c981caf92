import { KoppelError, type Clock, type SubjectId } from '@koppel/contract';
import { EXPORT_FORMAT, formatVerifierKey, signCheckpoint, TileTree } from '@koppel/ledger';
import {
  isOperator,
  mayRead,
  type Caller,
  type ConsistencyProof,
  type ExportPage,
  type ExportStart,
  type InclusionProof,
  type LedgerEntryDraft,
  type LoggedEntry,
  type ParamsOf,
  type ResultOf,
} from '../platform/actions.ts';
import { lookUpEntry } from '../platform/look-up-entry.ts';
import { withinMessage } from '../platform/within-message.ts';
import type { EntryMaker } from './entry-maker.ts';
import type { LedgerReaderStore } from './ledger-reader.store.ts';
import type { LedgerWriterStore } from './ledger-writer.store.ts';
import type { LogSigner } from './log-signer.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import type { SharedLog } from './shared-log.ts';

export interface LedgerParts {
  readonly log: Pick<SharedLog, 'append'>;
  readonly maker: EntryMaker;
  readonly reader: Pick<LedgerReaderStore, keyof LedgerReaderStore>;
  readonly writer: Pick<LedgerWriterStore, 'addCheckpoint'>;
  readonly pseudonyms: Pick<Pseudonyms, 'make' | 'listOf'>;
  readonly signer: LogSigner;
  readonly clock: Clock;
}

/** How long back a person may ask who received their data (Wpg art. 25). */
const disclosureYears = 4;
const entriesPerPage = 500;
const entriesPerSearch = 2000;

const toBase64 = (hash: Uint8Array): string => Buffer.from(hash).toString('base64');

/** What the rooms and the outside can ask of the ledger. */
export class Ledger {
  readonly #parts: LedgerParts;
  readonly #tree: TileTree;

  constructor(parts: LedgerParts) {
    this.#parts = parts;
    this.#tree = new TileTree(parts.reader);
  }

  /** @throws KoppelError `ledger.unavailable`; then nothing may be assumed about the entries. */
  async append(drafts: readonly LedgerEntryDraft[]): Promise<readonly number[]> {
    const prepared = await Promise.all(drafts.map((draft) => this.#parts.maker.prepare(draft)));
    return this.#parts.log.append(prepared);
  }

  /** A checkpoint over everything that is committed now; signed on demand when the last one is older. */
  async checkpoint(): Promise<{ readonly size: number; readonly note: string }> {
    const { reader, writer, signer } = this.#parts;
    const size = await reader.size();
    const latest = await reader.findCheckpoint();
    if (latest && latest.size >= size) return latest;
    const checkpoint = { origin: signer.key.name, size, root: await this.#tree.root(size) };
    const note = await signCheckpoint(checkpoint, ...signer.signers());
    await writer.addCheckpoint(size, note);
    return { size, note };
  }

  /** @throws KoppelError `ledger.index-unknown` when the tree of that size does not hold the entry. */
  async proof(index: number, atSize?: number): Promise<InclusionProof> {
    const present = await this.#parts.reader.size();
    const size = atSize ?? present;
    const leaf = index < size && size <= present ? await this.#parts.reader.findLeaf(index) : undefined;
    if (!leaf) throw new KoppelError('ledger.index-unknown');
    const [hashes, root] = await Promise.all([this.#tree.inclusionProof(index, size), this.#tree.root(size)]);
    return { index, size, leafHash: toBase64(leaf), hashes: hashes.map(toBase64), rootHash: toBase64(root) };
  }

  async consistency(from: number, until?: number): Promise<ConsistencyProof> {
    const present = await this.#parts.reader.size();
    const to = until ?? present;
    if (from < 1 || from > to || to > present) throw new KoppelError('ledger.index-unknown');
    return { from, to, hashes: (await this.#tree.consistencyProof(from, to)).map(toBase64) };
  }

  /** The start of an export up to now. @throws KoppelError `ledger.index-unknown` when no checkpoint was signed at `from`. */
  async exportStart(from: number): Promise<ExportStart> {
    const { reader, signer } = this.#parts;
    const { size: to } = await this.checkpoint();
    const start = await reader.findCheckpoint(from);
    if (from > to || (from > 0 && !start)) {
      throw new KoppelError('ledger.index-unknown', 'An export starts at 0 or where a checkpoint was signed');
    }
    const edge = (await this.#tree.edge(from)).map(toBase64);
    const origin = signer.key.name;
    const former = signer.formerKeys.map(formatVerifierKey);
    const header = { format: EXPORT_FORMAT, origin, vkey: formatVerifierKey(signer.key), from, to, edge } as const;
    return {
      header: former.length === 0 ? header : { ...header, formerKeys: former },
      note: start?.note ?? null,
    };
  }

  exportPage(from: number, to: number): Promise<ExportPage> {
    return this.#parts.reader.readPage(from, Math.min(to, from + entriesPerPage));
  }

  async digestsOf(search: ParamsOf<'ledger.digestsOf'>): Promise<ResultOf<'ledger.digestsOf'>> {
    const { found, next } = await this.#search(search);
    const entries = found.flatMap(({ index, leaf, entry: { digest, at } }) =>
      digest === undefined ? [] : [{ index, digest, leaf, at }],
    );
    return { entries, next };
  }

  /** Questions in the order of the log, with whatever answers they got; fewer when one message does not take more. */
  async exchanges({ from, limit }: ParamsOf<'ledger.exchanges'>): Promise<ResultOf<'ledger.exchanges'>> {
    const { found, next } = await this.#search({ types: ['request.disclosed', 'request.refused'], from, limit });
    const answers = await this.#parts.reader.listAnswers(found.flatMap(({ entry: { exchange } }) => exchange ?? []));
    const byExchange = Map.groupBy(answers, ({ entry }) => entry.exchange);
    const asked = found.map(({ index, entry }) => ({
      question: { index, entry },
      answers: byExchange.get(entry.exchange) ?? [],
    }));
    const exchanges = withinMessage(asked, (exchange) => JSON.stringify(exchange).length);
    return { exchanges, next: found[exchanges.length]?.index ?? next };
  }

  /** Reads a page of the log by its index and looks for the types in there: the price does not grow with the log. */
  async #search({ types, from, limit }: ParamsOf<'ledger.digestsOf'>) {
    const { reader } = this.#parts;
    const to = Math.min(await reader.size(), from + entriesPerSearch);
    const found = await reader.listOfTypes(types, { from, to, limit });
    const last = found.at(-1);
    return { found, next: last && found.length === limit ? last.index + 1 : Math.max(from, to) };
  }

  /** Entries are in the order of their instants, so it is found by halving. */
  async indexAt({ at }: ParamsOf<'ledger.indexAt'>): Promise<number> {
    let [low, high] = [0, await this.#parts.reader.size()];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const isBefore = ((await this.#parts.reader.instantOf(middle)) ?? '') < at;
      if (isBefore) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The canonical text of an entry. @throws KoppelError `ledger.index-unknown`. */
  async entryText(index: number): Promise<string> {
    const [entry] = (await this.#parts.reader.readPage(index, index + 1)).entries;
    if (!entry) throw new KoppelError('ledger.index-unknown');
    return entry.body;
  }

  findExchange(exchange: string): Promise<LoggedEntry[]> {
    return this.#parts.reader.findExchange(exchange);
  }

  /**
   * A page of the entries about somebody, newest first, four years back and in every collaboration: those to which the
   * caller was party, all of them for the operator, who answers for the whole.
   */
  async disclosures(caller: Caller, subject: SubjectId, before?: number): Promise<ResultOf<'ledger.disclosures'>> {
    const since = new Date(this.#parts.clock.now());
    since.setUTCFullYear(since.getUTCFullYear() - disclosureYears);
    const pseudonyms = await this.#parts.pseudonyms.listOf(subject, since.getUTCFullYear());
    // Whether there are more is told of what the caller may see, or it would tell that others asked about somebody.
    const party = isOperator(caller) ? null : caller.oin;
    const { entries: about, isCut } = await this.#parts.reader.listAbout(pseudonyms, { party, before });
    const recent = about.filter(({ entry }) => entry.at >= since.toISOString());
    const disclosures = recent.filter(({ entry }) => mayRead(caller, entry));
    const last = about.at(-1);
    return last && isCut && recent.length === about.length ? { disclosures, next: last.index } : { disclosures };
  }

  /** The same for somebody outside, once it is logged that they looked. @throws KoppelError `ledger.unavailable`. */
  async lookUp({
    caller,
    subject,
    context,
    before,
  }: ParamsOf<'ledger.disclosures'>): Promise<ResultOf<'ledger.disclosures'>> {
    const page = await this.disclosures(caller, subject, before);
    await this.append([lookUpEntry(caller, 'ledger.list-disclosures', context)]);
    return page;
  }
}
