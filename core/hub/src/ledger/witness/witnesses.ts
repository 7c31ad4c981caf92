import { KoppelError } from '@koppel/contract';
import { formatVerifierKey, keyFingerprint, parseCheckpoint, parseVerifierKey, type VerifierKey } from '@koppel/ledger';
import type {
  Call,
  Caller,
  LedgerEntryDraft,
  ParamsOf,
  RecordedGap,
  Witness,
  WitnessStanding,
} from '../../platform/actions.ts';
import type { Ledger } from '../ledger.ts';
import type { LogSigner } from '../log-signer.ts';
import type { StoredWitness, WitnessStore } from './witness.store.ts';

export interface WitnessRules {
  /** How many witnesses must have cosigned lately. */
  readonly required: number;
  /** How often they are asked. */
  readonly everyMs: number;
  /** A cosignature that is older counts no more. */
  readonly alarmAfterMs: number;
}

export interface WitnessesParts {
  readonly ledger: Pick<Ledger, 'append' | 'checkpoint'>;
  readonly store: WitnessStore;
  readonly signer: LogSigner;
  readonly call: Call;
  readonly rules: WitnessRules;
}

/** A note has room for 16 signatures; what is left is for the keys of the log itself. */
const maxWitnesses = 12;

/** Who witnesses the ledger, and how it stands with them. */
export class Witnesses {
  readonly #parts: WitnessesParts;

  constructor(parts: WitnessesParts) {
    this.#parts = parts;
  }

  async standing(): Promise<WitnessStanding> {
    const { store, signer, rules } = this.#parts;
    const witnesses = (await store.list()).map(toWitness);
    const isCurrent = ({ signedAt, lagSeconds, isRefusing }: Witness): boolean =>
      signedAt !== null && !isRefusing && lagSeconds * 1000 <= rules.alarmAfterMs;
    const signed = witnesses.filter(isCurrent).length;
    const { required } = rules;
    const { name: origin } = signer.key;
    return {
      origin,
      vkey: formatVerifierKey(signer.key),
      required,
      signed,
      isQuorumMet: signed >= required,
      witnesses,
    };
  }

  /**
   * Nobody witnesses by this alone: only the client's own cosignatures under this key count.
   * @throws KoppelError `resource.not-found`, `resource.exists`, `request.invalid`, `ledger.unavailable`.
   */
  async add({ oin, client, vkey }: ParamsOf<'ledger.addWitness'>): Promise<Witness> {
    const key = this.#requireKey(vkey);
    const { store, call, ledger } = this.#parts;
    if (!(await call('identity.findOrganisation', { oin }))) throw new KoppelError('resource.not-found');
    if ((await store.list()).length >= maxWitnesses)
      throw fault('/vkey', `there are ${maxWitnesses} witnesses, which is enough`);
    if (await this.#find({ oin, client })) throw new KoppelError('resource.exists');
    await ledger.append([keyEntry('key.registered', { oin, client }, key)]);
    if (!(await store.add({ oin, client, name: key.name, vkey }))) throw new KoppelError('resource.exists');
    return toWitness(await this.#get({ oin, client }));
  }

  /** @throws KoppelError `resource.not-found`, `ledger.unavailable`. */
  async withdraw({ oin, client }: ParamsOf<'ledger.withdrawWitness'>): Promise<Witness> {
    const witness = await this.#get({ oin, client });
    const key = this.#requireKey(witness.vkey);
    await this.#parts.ledger.append([keyEntry('key.revoked', { oin, client }, key)]);
    await this.#parts.store.withdraw(witness.id);
    return toWitness(witness);
  }

  /** @throws KoppelError `ledger.no-gap`, `request.invalid`, `ledger.unavailable`. */
  async recordGap({ caller, from, code }: ParamsOf<'ledger.recordGap'>): Promise<readonly RecordedGap[]> {
    const { store, ledger } = this.#parts;
    const lost = await this.#listLost();
    if (lost.length === 0) throw new KoppelError('ledger.no-gap');
    const { size } = await ledger.checkpoint();
    if (from > size || lost.some(({ to }) => from >= to)) {
      throw fault('/from', 'must be a size that the ledger has, and smaller than what the witnesses hold');
    }
    const gaps = lost.map((gap) => ({ from, ...gap }));
    const indexes = await ledger.append(gaps.map((gap) => gapEntry(caller, gap, code)));
    const recorded = gaps.map((gap, place) => ({ ...gap, index: indexes[place] ?? 0 }));
    for (const { index, to, root } of recorded) await store.addGap(index, { size: to, root });
    return recorded;
  }

  /** What witnesses hold and nobody recorded as lost. */
  async #listLost(): Promise<{ to: number; root: string }[]> {
    const { store } = this.#parts;
    const held = (await store.listHeldNotes()).map(parseCheckpoint).filter((checkpoint) => checkpoint !== undefined);
    const lost = new Map(held.map(({ size, root }) => [`${size} ${hex(root)}`, { to: size, root: hex(root) }]));
    const isRecorded = await Promise.all([...lost.values()].map(({ to, root }) => store.findGap({ size: to, root })));
    return [...lost.values()].filter((_gap, place) => isRecorded[place] === undefined);
  }

  #requireKey(vkey: string): VerifierKey {
    const key = parseVerifierKey(vkey, 'witness');
    if (!key) throw fault('/vkey', 'must be the verifier key of a witness');
    if (key.name === this.#parts.signer.key.name) throw fault('/vkey', 'must have another name than the log');
    return key;
  }

  async #find(address: { oin: string; client: string }): Promise<StoredWitness | undefined> {
    const { oin, client } = address;
    return (await this.#parts.store.list()).find((witness) => witness.oin === oin && witness.client === client);
  }

  async #get(address: { oin: string; client: string }): Promise<StoredWitness> {
    const witness = await this.#find(address);
    if (!witness) throw new KoppelError('resource.not-found');
    return witness;
  }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

function toWitness({ id: _id, addedAt, signedAt, ...witness }: StoredWitness): Witness {
  return { ...witness, addedAt: addedAt.toISOString(), signedAt: signedAt?.toISOString() ?? null };
}

const keyEntry = (
  type: 'key.registered' | 'key.revoked',
  organisation: { oin: string; client: string },
  { publicKey }: VerifierKey,
): LedgerEntryDraft => ({ type, action: 'change', organisation, digest: keyFingerprint(publicKey) });

const gapEntry = (
  { oin, client }: Caller,
  gap: { from: number; to: number; root: string },
  code: string,
): LedgerEntryDraft => ({ type: 'ledger.gap-recorded', action: 'destroy', organisation: { oin, client }, gap, code });

const fault = (path: string, message: string): KoppelError =>
  new KoppelError('request.invalid', undefined, { details: { faults: [{ path, message }] } });
