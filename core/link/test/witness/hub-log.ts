import { generateKeyPairSync } from 'node:crypto';
import {
  createNoteSigner,
  createUuidV7,
  entryBody,
  formatVerifierKey,
  leafHash,
  parseCheckpoint,
  signCheckpoint,
  TileTree,
  type LedgerEntry,
  type NoteSigner,
} from '@koppel/ledger';
import type { WitnessQuestion } from '@koppel/link';

const origin = 'hub.example/north';

const toBase64 = (hash: Uint8Array): string => Buffer.from(hash).toString('base64');

/** The log of a hub, at most 255 texts long, whose operator can take back what he wrote. */
export class HubLog {
  readonly signer: NoteSigner = createNoteSigner(origin, generateKeyPairSync('ed25519'));
  texts: string[] = [];

  /** The log with so many entries more; `branch` tells histories apart. */
  grow(count: number, branch = 'a'): this {
    const first = this.texts.length;
    this.texts.push(...Array.from({ length: count }, (_, i) => `${branch}${first + i}`));
    return this;
  }

  /** The log as a backup of it had it. */
  restore(size: number): this {
    this.texts = this.texts.slice(0, size);
    return this;
  }

  get vkey(): string {
    return formatVerifierKey(this.signer.key);
  }

  get #tree(): TileTree {
    const leaves = this.texts.map((text) => leafHash(Buffer.from(text)));
    return new TileTree({ readTile: async (_row, _index, count) => Buffer.concat(leaves.slice(0, count)) });
  }

  async note(): Promise<string> {
    const size = this.texts.length;
    return signCheckpoint({ origin, size, root: await this.#tree.root(size) }, this.signer);
  }

  /** What the hub asks a witness that cosigned so many entries before. */
  async question(oldSize: number): Promise<WitnessQuestion> {
    const size = this.texts.length;
    const isProvable = oldSize > 0 && oldSize <= size;
    const proof = isProvable ? await this.#tree.consistencyProof(oldSize, size) : [];
    return { oldSize, proof: proof.map(toBase64), checkpoint: await this.note() };
  }

  /** Records that the log lost what a witness holds. */
  recordGap(held: string): string {
    const checkpoint = parseCheckpoint(held);
    if (!checkpoint) throw new Error('a witness holds a checkpoint');
    const atMs = Date.parse('2026-03-02T08:00:00.000Z');
    const entry: LedgerEntry = {
      v: 1,
      id: createUuidV7(atMs),
      type: 'ledger.gap-recorded',
      action: 'destroy',
      at: new Date(atMs).toISOString(),
      organisation: { oin: '00000001001234567002' },
      code: 'gap.backup-restored',
      gap: { from: this.texts.length, root: Buffer.from(checkpoint.root).toString('hex'), to: checkpoint.size },
    };
    const text = entryBody(entry).toString();
    this.texts.push(text);
    return text;
  }

  /** The question with the recorded gap. */
  async questionWithGap(oldSize: number, entry: string): Promise<WitnessQuestion> {
    const index = this.texts.indexOf(entry);
    const proof = (await this.#tree.inclusionProof(index, this.texts.length)).map(toBase64);
    return { ...(await this.question(oldSize)), gap: { index, entry, proof } };
  }
}
