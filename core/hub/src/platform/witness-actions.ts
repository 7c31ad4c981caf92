import type { Caller } from './caller.ts';

/** What the hub asks a witness, and what it answers; as the link carries it. */
export interface WitnessAsk {
  readonly oldSize: number;
  readonly proof: readonly string[];
  readonly checkpoint: string;
  readonly gap?: { readonly index: number; readonly entry: string; readonly proof: readonly string[] };
}

export interface WitnessReply {
  readonly cosignature?: string;
  readonly refusal?: string;
  readonly checkpoint?: string;
}

/** A client of the link that countersigns the checkpoints of the ledger. */
export interface Witness {
  readonly oin: string;
  readonly client: string;
  /** The name under its cosignatures. */
  readonly name: string;
  readonly vkey: string;
  readonly addedAt: string;
  /** The entries that it vouches for, and when it last did; null as long as it never cosigned. */
  readonly signedSize: number | null;
  readonly signedAt: string | null;
  /** Since it cosigned, or since it was added. */
  readonly lagSeconds: number;
  /** Whether its last word was a refusal. */
  readonly isRefusing: boolean;
  /** The last refusal that there ever was; never forgotten. */
  readonly lastRefusal: Refusal | null;
}

/** A witness did not cosign: what it held, if anything, and what it was offered. */
export interface Refusal {
  readonly code: string;
  readonly at: string;
  readonly heldSize: number | null;
  readonly offeredSize: number;
}

/** How the ledger stands with its witnesses. */
export interface WitnessStanding {
  readonly origin: string;
  /** The key that checkpoints are signed with now. */
  readonly vkey: string;
  readonly required: number;
  /** Witnesses that cosigned lately. */
  readonly signed: number;
  readonly isQuorumMet: boolean;
  readonly witnesses: readonly Witness[];
}

/** A gap that the ledger recorded in an entry. */
export interface RecordedGap {
  readonly index: number;
  readonly from: number;
  readonly to: number;
  /** Root over the first `to` entries that the witness holds, hexadecimal. */
  readonly root: string;
}

export interface WitnessActions {
  /** Asks a client of the link to cosign; its refusal is an answer. */
  'adapters.askWitness': [params: { oin: string; client: string; question: WitnessAsk }, result: WitnessReply];
  'ledger.witnesses': [params: { caller: Caller }, result: WitnessStanding];
  'ledger.addWitness': [params: { caller: Caller; oin: string; client: string; vkey: string }, result: Witness];
  /** Binds at once; what it cosigned and refused stays. */
  'ledger.withdrawWitness': [params: { caller: Caller; oin: string; client: string }, result: Witness];
  /** Records in the ledger what it lost, once for each checkpoint that a witness holds and the ledger does not continue. */
  'ledger.recordGap': [params: { caller: Caller; from: number; code: string }, result: readonly RecordedGap[]];
}
