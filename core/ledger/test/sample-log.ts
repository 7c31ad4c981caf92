import { createHash, generateKeyPairSync } from 'node:crypto';
import {
  CompactRange,
  createNoteSigner,
  createUuidV7,
  entryBody,
  EXPORT_FORMAT,
  exportLines,
  formatVerifierKey,
  keyFingerprint,
  leafHash,
  signCheckpoint,
  type ExportedEntry,
  type LedgerEntry,
  type NoteSigner,
  type StoredCheckpoint,
} from '../src/index.ts';

export const ORIGIN = 'ledger.example/region-north';

/** A signer with a fresh key. */
export const createSampleSigner = (name = ORIGIN): NoteSigner => createNoteSigner(name, generateKeyPairSync('ed25519'));

const START_MS = Date.parse('2026-03-02T08:00:00.000Z');

const pseudonym = (value: string): string => createHash('sha256').update(value).digest('base64url');

/** What all entries of one exchange have in common. */
function contextOf(number: number, atMs: number): Partial<LedgerEntry> {
  return {
    exchange: createUuidV7(atMs),
    transaction: createUuidV7(atMs),
    trace: createHash('md5').update(String(number)).digest('hex'),
    collaboration: 'region-north',
    agreement: { id: '0195f0aa-0000-7000-8000-000000000001', version: 1 },
    operation: 'municipality.find-residents@1.0.0',
    mode: 'content',
    requester: { oin: '00000001001234567000', client: 'case-system' },
    provider: { oin: '00000001001234567001', client: 'residents' },
    actor: { id: 'employee-7', role: 'analyst' },
    purpose: 'public-order',
    subjects: [pseudonym(`subject-${number}`)],
  };
}

/** Completes an entry; the id takes its time from `atMs`. */
export function createEntry(atMs: number, fields: Partial<LedgerEntry> & Pick<LedgerEntry, 'type'>): LedgerEntry {
  return { v: 1, id: createUuidV7(atMs), action: 'disclose', at: new Date(atMs).toISOString(), ...fields };
}

/** Question and answer of one exchange. */
export function exchangeEntries(number: number, atMs: number): LedgerEntry[] {
  const context = contextOf(number, atMs);
  const { mode: _mode, subjects: _subjects, ...refusal } = context;
  if (number % 10 === 9)
    return [createEntry(atMs, { ...refusal, type: 'request.refused', code: 'agreement.suspended' })];
  const question = createEntry(atMs, { ...context, type: 'request.disclosed' });
  const failed = createEntry(atMs + 8, { ...context, type: 'reply.failed', code: 'source.failed' });
  const fields = ['residents[].birth.date', 'residents[].name.familyName'];
  const released = createEntry(atMs + 8, {
    ...context,
    type: 'reply.released',
    fields,
    withheld: ['residents[].nationality'],
  });
  return [question, number % 10 === 8 ? failed : released];
}

/** Entries of `count` exchanges, one beginning every `stepMs`, answers overlapping with the next questions. */
export function* sampleEntries(count: number, stepMs = 5): Generator<LedgerEntry> {
  const agreement = { id: '0195f0aa-0000-7000-8000-000000000001', version: 1 };
  const digest = 'ab'.repeat(32);
  yield createEntry(START_MS, {
    type: 'agreement.activated',
    action: 'change',
    agreement,
    collaboration: 'region-north',
    digest,
  });
  const waiting: LedgerEntry[] = [];
  for (let number = 0; number < count; number += 1) {
    const atMs = START_MS + 10 + number * stepMs;
    while (waiting[0] !== undefined && Date.parse(waiting[0].at) <= atMs) yield waiting.shift() as LedgerEntry;
    const [question, answer] = exchangeEntries(number, atMs);
    if (question !== undefined) yield question;
    if (answer !== undefined) waiting.push(answer);
  }
  yield* waiting;
}

export interface SampleExport {
  readonly lines: string[];
  readonly vkey: string;
  readonly checkpoints: readonly StoredCheckpoint[];
}

export interface SampleOptions {
  readonly signer?: NoteSigner;
  /** A checkpoint is signed after each of so many entries. */
  readonly checkpointEvery?: number;
  readonly from?: number;
}

/** A log in memory, as a hub keeps one. */
export class SampleLog {
  signer: NoteSigner;
  /** Keys that go on signing beside the present one. */
  alsoSigning: readonly NoteSigner[] = [];
  readonly #former: string[] = [];
  readonly range = new CompactRange();
  readonly entries: ExportedEntry[] = [];
  readonly checkpoints: StoredCheckpoint[] = [];
  readonly #edges = new Map<number, string[]>([[0, []]]);

  constructor(signer: NoteSigner = createSampleSigner()) {
    this.signer = signer;
  }

  get vkey(): string {
    return formatVerifierKey(this.signer.key);
  }

  append(entry: LedgerEntry): void {
    const body = entryBody(entry);
    const leaf = leafHash(body);
    this.entries.push({ index: this.range.size, body: body.toString(), leaf });
    this.range.append(leaf);
    this.#edges.set(
      this.range.size,
      this.range.edge.map((hash) => Buffer.from(hash).toString('base64')),
    );
  }

  async sign(): Promise<void> {
    const { size } = this.range;
    if (this.checkpoints.at(-1)?.size === size) return;
    const checkpoint = { origin: this.signer.key.name, size, root: this.range.root() };
    this.checkpoints.push({ size, note: await signCheckpoint(checkpoint, this.signer, ...this.alsoSigning) });
  }

  /** Changes the key, with an entry that tells of it as of a key of some kind; with null without one. */
  rotate(next: NoteSigner, toldAs: 'checkpoint' | 'token' | null = 'checkpoint'): void {
    const digest = keyFingerprint(next.key.publicKey);
    const at = START_MS + 86_400_000;
    if (toldAs !== null) {
      const key = { kind: toldAs, version: 2, previous: keyFingerprint(this.signer.key.publicKey) };
      this.append(createEntry(at, { type: 'key.rotated', action: 'change', digest, key }));
    }
    this.#former.unshift(this.vkey);
    this.signer = next;
  }

  /** The lines of an export of everything from an index. */
  async exportFrom(from = 0): Promise<string[]> {
    const edge = this.#edges.get(from) ?? [];
    const header = {
      format: EXPORT_FORMAT,
      origin: this.signer.key.name,
      vkey: this.vkey,
      from,
      to: this.range.size,
      edge,
      ...(this.#former.length > 0 ? { formerKeys: this.#former } : {}),
    } as const;
    const checkpoints = this.checkpoints.filter(({ size }) => size >= from);
    const lines: string[] = [];
    for await (const line of exportLines({ header, entries: this.entries.slice(from), checkpoints })) lines.push(line);
    return lines;
  }
}

/** A log of these entries, signed after every `checkpointEvery` of them and at the end. */
export async function logOf(
  entries: Iterable<LedgerEntry>,
  signer?: NoteSigner,
  checkpointEvery = 25,
): Promise<SampleLog> {
  const log = new SampleLog(signer);
  for (const entry of entries) {
    log.append(entry);
    if (log.range.size % checkpointEvery === 0) await log.sign();
  }
  await log.sign();
  return log;
}
