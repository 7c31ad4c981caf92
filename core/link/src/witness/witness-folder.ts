import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { KoppelError } from '@koppel/contract';
import { createNoteSigner, gapMark, parseVerifierKey, type NoteSigner, type VerifierKey } from '@koppel/ledger';
import type { WitnessQuestion } from '../message/witness.schema.ts';
import { createFile, findText, listNames, replaceFile } from './durable-file.ts';
import { StateFiles, type StoredState } from './witness-state.ts';

/** That a log cannot explain itself: what was cosigned of it, and what it offered then. */
export interface WitnessEvidence {
  readonly at: string;
  readonly origin: string;
  readonly refusal: string;
  /** The checkpoint that the witness holds, as the signed note. */
  readonly held: string;
  /** What the log asked: its new checkpoint as the signed note, and the proof that did not hold. */
  readonly offered: WitnessQuestion;
}

/** A gap that a log recorded; nothing is cosigned over it before somebody accepts it. */
export interface OfferedGap {
  /** The leaf hash of the entry, in base64. */
  readonly mark: string;
  readonly at: string;
  readonly origin: string;
  readonly index: number;
  readonly entry: string;
  readonly isAccepted: boolean;
}

const keyName = 'key.json';

/**
 * Everything that a witness keeps, in a folder that is the partner's own: its key, the keys of the logs that it knows,
 * how far it went along with each, and the evidence against them. Any number of processes may use it.
 */
export class WitnessFolder {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * The witness's key, made under this name the first time.
   * @throws KoppelError `config.invalid` when the key is gone and it cosigned before.
   */
  async signer(name: string): Promise<NoteSigner> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const found = await this.findSigner();
    if (found) return found;
    if ((await listNames(this.#path('logs'))).length > 0) {
      throw new KoppelError('config.invalid', `The key of the witness is missing from ${this.#path(keyName)}`);
    }
    const jwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
    await createFile(this.#path(keyName), `${JSON.stringify({ name, jwk })}\n`);
    return this.signer(name);
  }

  async findSigner(): Promise<NoteSigner | undefined> {
    const text = await findText(this.#path(keyName));
    if (text === undefined) return undefined;
    const { name, jwk } = JSON.parse(text);
    const privateKey = createPrivateKey({ key: jwk, format: 'jwk' });
    return createNoteSigner(name, { privateKey, publicKey: createPublicKey(privateKey) }, 'witness');
  }

  /** The keys of the logs that it witnesses, one a line in the file `trusted`. @throws KoppelError `config.invalid`. */
  async trustedKeys(): Promise<VerifierKey[]> {
    const lines = ((await findText(this.#path('trusted'))) ?? '').split('\n').filter((line) => line.trim() !== '');
    const keys = lines.map((line) => parseVerifierKey(line.trim()));
    if (!keys.includes(undefined)) return keys.filter((key) => key !== undefined);
    throw new KoppelError('config.invalid', `${this.#path('trusted')} holds a line that is no verifier key of a log`);
  }

  /** Takes a log's key on; false when it was known. @throws KoppelError `config.invalid` when it is none. */
  async trust(vkey: string): Promise<boolean> {
    if (!parseVerifierKey(vkey)) throw new KoppelError('config.invalid', 'This is no verifier key of a log');
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const before = (await findText(this.#path('trusted'))) ?? '';
    if (before.split('\n').includes(vkey)) return false;
    await replaceFile(this.#path('trusted'), `${before}${vkey}\n`);
    return true;
  }

  statesOf(origin: string): StateFiles {
    return new StateFiles(this.#path('logs'), origin);
  }

  async listStates(): Promise<StoredState[]> {
    const origins = new Set((await this.trustedKeys()).map(({ name }) => name));
    const states = await Promise.all([...origins].map((origin) => this.statesOf(origin).find()));
    return states.filter((state) => state !== undefined);
  }

  /** Keeps the first evidence of each kind against what is held; false when it has that already. */
  async keepEvidence(evidence: WitnessEvidence): Promise<boolean> {
    await mkdir(this.#path('refusals'), { recursive: true, mode: 0o700 });
    const name = `${gapMarkOf(evidence.held)}-${evidence.refusal}.json`;
    return createFile(this.#path('refusals', name), `${JSON.stringify(evidence, null, 2)}\n`);
  }

  async listEvidence(): Promise<WitnessEvidence[]> {
    return (await this.#readAll<WitnessEvidence>('refusals')).sort((one, other) => (one.at < other.at ? -1 : 1));
  }

  /** Keeps a gap for the operator to look at; false when he could already. */
  async offerGap(gap: Omit<OfferedGap, 'isAccepted'>): Promise<boolean> {
    await mkdir(this.#path('gaps'), { recursive: true, mode: 0o700 });
    return createFile(this.#path('gaps', `${hexOf(gap.mark)}.json`), `${JSON.stringify(gap)}\n`);
  }

  async listGaps(): Promise<OfferedGap[]> {
    const accepted = await this.acceptedGaps();
    const gaps = await this.#readAll<Omit<OfferedGap, 'isAccepted'>>('gaps');
    return gaps.map((gap) => ({ ...gap, isAccepted: accepted.has(gap.mark) }));
  }

  /** The word of the operator; what it covers is one entry, for ever. */
  async acceptGap(mark: string): Promise<void> {
    await createFile(this.#path('gaps', `${hexOf(mark)}.accepted`), `${new Date().toISOString()}\n`);
  }

  async acceptedGaps(): Promise<ReadonlySet<string>> {
    const names = await listNames(this.#path('gaps'));
    const accepted = names.flatMap((name) => /^([0-9a-f]{64})[.]accepted$/.exec(name)?.[1] ?? []);
    return new Set(accepted.map((hex) => Buffer.from(hex, 'hex').toString('base64')));
  }

  /** What Prometheus reads here (textfile collector); a power cut may take it. */
  async writeMetrics(text: string): Promise<void> {
    await replaceFile(this.#path('metrics.prom'), text);
  }

  async #readAll<Content>(part: string): Promise<Content[]> {
    const names = (await listNames(this.#path(part))).filter((name) => name.endsWith('.json'));
    const texts = await Promise.all(names.map((name) => findText(this.#path(part, name))));
    return texts.flatMap((text) => (text === undefined ? [] : [JSON.parse(text) as Content]));
  }

  #path(...names: string[]): string {
    return join(this.#folder, ...names);
  }
}

const hexOf = (mark: string): string => Buffer.from(mark, 'base64').toString('hex');
const gapMarkOf = (note: string): string => hexOf(gapMark({ entry: note })).slice(0, 16);
