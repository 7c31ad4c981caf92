import type {
  AgreementDraft,
  AgreementRecord,
  AgreementSignature,
  AskedEvidence,
  ExchangeReply,
  ExchangeRequest,
  Manifest,
  OperationDescription,
  SubjectId,
  Trace,
} from '@koppel/contract';
import type { ExchangeProof, ExportHeader, LedgerEntry } from '@koppel/ledger';
import type { Caller } from './caller.ts';
import type { CaseActions } from './case-actions.ts';
import type { HubKeyActions } from './hub-key-actions.ts';
import type { IdentityActions } from './identity-actions.ts';
import type { InterventionActions } from './intervention-actions.ts';
import type { ItemActions } from './item-actions.ts';
import type { MandateActions } from './mandate-actions.ts';
import type { LoggedEntry } from './logged-entry.ts';
import type { LessonActions } from './lesson-actions.ts';
import type { MeetingActions } from './meeting-actions.ts';
import type { ModelActions } from './model-actions.ts';
import type { ProcessingActions } from './processing-actions.ts';
import type { WitnessActions } from './witness-actions.ts';

export * from './caller.ts';
export * from './logged-entry.ts';
export * from './witness-actions.ts';

export type { Organisation, OrganisationKey } from './identity-actions.ts';
export type { ActiveMandate } from './mandate-actions.ts';

/** Where something stands in the process, as the exchange path needs to know it. */
export interface CaseStanding {
  readonly collaboration: string;
  readonly phase: string;
  readonly exchange: 'none' | 'match' | 'content';
}

/** Everything about an exchange that must travel with it. */
export interface ExchangeContext extends Trace {
  readonly idempotencyKey?: string;
}

/** An adapter as the registry knows it. */
export interface RegisteredAdapter {
  readonly oin: string;
  readonly client: string;
  readonly id: string;
  readonly version: string;
  readonly state: 'up' | 'down' | 'draining';
  readonly operations: readonly string[];
  readonly lastSeenAt: string | null;
}

/** What the hub asks an adapter; already allowed and logged. */
export interface AskParams {
  readonly oin: string;
  readonly operation: string;
  readonly version: string;
  readonly mode: 'match' | 'content';
  readonly fields: readonly string[];
  readonly request: unknown;
  readonly agreement: string;
  readonly purpose: string;
  readonly transaction: string;
  readonly traceparent: string;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  /** Under an agreement with `evidence: signed`. */
  readonly evidence?: AskedEvidence;
}

/** What came back over the link, not yet checked. */
export interface AskResult {
  readonly client: string;
  readonly content?: unknown;
  readonly hit?: unknown;
  readonly evidence?: unknown;
  readonly subjects: readonly SubjectId[];
}

/** One change of the agreement set, as a gate takes it in. */
export interface AgreementChanges {
  readonly revision: number;
  readonly records: readonly AgreementRecord[];
  /** False when there is more to ask for. */
  readonly isComplete: boolean;
}

/** An entry before the ledger gives it its id and time; subjects are still themselves and become pseudonyms there. */
export type LedgerEntryDraft = Omit<LedgerEntry, 'v' | 'id' | 'at' | 'subjects'> & {
  readonly subjects?: readonly SubjectId[];
};

/** RFC 6962 audit path of one entry in the tree of `size` entries; leaf, hashes and root in base64. */
export interface InclusionProof {
  readonly index: number;
  readonly size: number;
  readonly leafHash: string;
  readonly hashes: readonly string[];
  readonly rootHash: string;
}

export interface ConsistencyProof {
  readonly from: number;
  readonly to: number;
  readonly hashes: readonly string[];
}

/** What an entry with a digest says, and when; `leaf` is its hash in the tree, hexadecimal. */
export interface LoggedDigest {
  readonly index: number;
  /** SHA-256, hexadecimal. */
  readonly digest: string;
  readonly leaf: string;
  readonly at: string;
}

/** How an export begins: its header, and the checkpoint at `header.from` if one was signed there. */
export interface ExportStart {
  readonly header: ExportHeader;
  readonly note: string | null;
}

/** Part of an export; `leaf` in base64. The next page starts at the last index + 1. */
export interface ExportPage {
  readonly entries: readonly { readonly index: number; readonly body: string; readonly leaf: string }[];
  readonly checkpoints: readonly { readonly size: number; readonly note: string }[];
}

/**
 * The house telephone: every action that one room may ask of another, with what goes in and what comes out. Rooms
 * never import each other, so that each can run on another node.
 */
export interface Actions
  extends ModelActions,
    CaseActions,
    MeetingActions,
    ItemActions,
    IdentityActions,
    InterventionActions,
    HubKeyActions,
    LessonActions,
    MandateActions,
    ProcessingActions,
    WitnessActions {
  /** For the exchange: where a signal or case stands; null when this organisation is not joined to it. */
  'cases.standing': [params: { id: string; oin: string; person?: string }, result: CaseStanding | null];

  'adapters.register': [params: { oin: string; client: string; manifest: unknown }, result: RegisteredAdapter];
  'adapters.list': [params: { caller: Caller }, result: readonly RegisteredAdapter[]];
  'adapters.getManifest': [params: { caller: Caller; oin: string; client: string }, result: Manifest];
  /** The newest version of an operation with this major version at this provider; any major and provider when not given. */
  'adapters.findOperation': [
    params: { operation: string; oin?: string; major?: number },
    result: OperationDescription | null,
  ];
  'adapters.ask': [params: AskParams, result: AskResult];

  'agreements.draft': [params: { caller: Caller; draft: AgreementDraft }, result: AgreementRecord];
  'agreements.list': [params: { caller: Caller; status?: string }, result: readonly AgreementRecord[]];
  'agreements.get': [params: { caller: Caller; id: string }, result: AgreementRecord];
  'agreements.sign': [
    params: { caller: Caller; id: string; revision?: number; signature: AgreementSignature },
    result: AgreementRecord,
  ];
  'agreements.suspend': [params: StatusChange, result: AgreementRecord];
  'agreements.resume': [params: StatusChange, result: AgreementRecord];
  'agreements.revoke': [params: StatusChange, result: AgreementRecord];
  /** For the gate: everything that changed after a revision; an answer is a lease on the set. */
  'agreements.changesSince': [params: { revision: number }, result: AgreementChanges];

  'exchange.perform': [
    params: { caller: Caller; request: ExchangeRequest; context: ExchangeContext },
    result: ExchangeReply,
  ];
  /** What the log can prove of an exchange under an agreement with `evidence: signed`, for who took part in it. */
  'exchange.prove': [params: { caller: Caller; exchange: string }, result: ExchangeProof];

  /** Commits entries and answers their indexes in order, or throws `ledger.unavailable`. */
  'ledger.append': [params: { entries: readonly LedgerEntryDraft[] }, result: readonly number[]];
  /** Between nodes that share the log: commits entries that another node prepared, and answers their indexes in order. */
  'ledger.write': [params: { entries: readonly Omit<LedgerEntry, 'id' | 'at'>[] }, result: readonly number[]];
  /** How many entries the log has; asked for to know whether a node reaches it for writing. */
  'ledger.head': [params: Record<string, never>, result: number];
  /** The entries of one exchange: its request and, if any, its answer. */
  'ledger.findExchange': [params: { exchange: string }, result: readonly LoggedEntry[]];
  /**
   * For a room that holds its own events against the log: the digests of entries of these types, in order, at most `limit`.
   * Go on at `next`; it stays at `from` while there is nothing more. One answer looks through a bounded number of entries,
   * so it may hold fewer than `limit`, or none, before the end.
   */
  'ledger.digestsOf': [
    params: { types: readonly LedgerEntry['type'][]; from: number; limit: number },
    result: { readonly entries: readonly LoggedDigest[]; readonly next: number },
  ];
  /** A signed checkpoint over everything committed so far (C2SP note). */
  'ledger.checkpoint': [params: Record<string, never>, result: string];
  'ledger.proof': [params: { index: number; size?: number }, result: InclusionProof];
  'ledger.consistency': [params: { from: number; to?: number }, result: ConsistencyProof];
  'ledger.exportStart': [params: { from: number }, result: ExportStart];
  'ledger.exportPage': [params: { from: number; to: number }, result: ExportPage];
  /** Who received what about somebody in the last four years, a page at a time: go on with what stands before `next`. Each page is logged. */
  'ledger.disclosures': [
    params: { caller: Caller; subject: SubjectId; context: Pick<Trace, 'traceparent'>; before?: number },
    result: { readonly disclosures: readonly LoggedEntry[]; readonly next?: number },
  ];
}

export interface StatusChange {
  readonly caller: Caller;
  readonly id: string;
  /** The revision the caller saw; a later one is a conflict. */
  readonly revision?: number;
  readonly reason: string;
}

export type ActionName = keyof Actions;
export type ParamsOf<Name extends ActionName> = Actions[Name][0];
export type ResultOf<Name extends ActionName> = Actions[Name][1];

/** How a room reaches another. */
export type Call = <Name extends ActionName>(name: Name, params: ParamsOf<Name>) => Promise<ResultOf<Name>>;
