import type { Movability, ModelChange, Move, PossibleAction } from '@koppel/process';
import type { Caller } from './caller.ts';
import type { ChronologyEntry } from './chronology.schema.ts';
import type { RootKind, RootRef } from './item-actions.ts';
import type { Likeness, SearchDraft } from './likeness.schema.ts';
import type { Page, PageQuery } from './paging.ts';
import type { ActionBody } from './process/action-body.schema.ts';
import type { ProcessRecord } from './process/process-record.ts';
import type { CaseDraft, JudgementDraft, RootQuery, RootSummary, SignalDraft } from './root.schema.ts';
import type { SubjectDraft } from './subject.schema.ts';

/** A signal or case as somebody sees it, with what can be done to it now. */
export type RootView = ProcessRecord & { readonly actions: readonly PossibleAction[] };

/** A signal or case to which somebody adds; `revision` is the version that they saw. */
export type RootChange = RootRef & { readonly revision?: number };

/** An event of a partner's system, as its adapter published it; already checked against the manifest. */
export interface IntakeEvent {
  readonly oin: string;
  readonly client: string;
  /** Given by the partner; the same id is the same event, however often it is handed in. */
  readonly id: string;
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Where it belongs, for a partner that sits in several bodies of one theme. */
  readonly body?: string;
}

/** What another version of the model means for a case. */
export interface ModelDifferences {
  readonly from: string;
  readonly to: string;
  readonly changes: readonly ModelChange[];
  /** The states of the case and its open parts, and which of them the other version does not have. */
  readonly parts: readonly Movability[];
}

/** A case that somebody changes; `revision` is the version that they saw. */
export type CaseChange = Omit<RootChange, 'kind'>;

/** That an organisation left a case, and when. */
export interface Departure {
  readonly case: string;
  readonly oin: string;
  readonly at: string;
}

/** What other rooms and the routes may ask about signals and cases; part of `Actions`. */
export interface CaseActions {
  'cases.submitSignal': [params: { caller: Caller; draft: SignalDraft }, result: RootView];
  /** For the link: the signals that an event became, in each theme whose model takes it in; empty when none does. */
  'cases.takeInSignal': [params: IntakeEvent, result: readonly string[]];
  'cases.openCase': [params: { caller: Caller; draft: CaseDraft }, result: RootView];

  'cases.listRoots': [params: { caller: Caller; kind: RootKind; query: RootQuery }, result: Page<RootSummary>];
  'cases.getRoot': [params: RootRef, result: RootView];
  'cases.chronology': [params: RootRef & { page: PageQuery }, result: Page<ChronologyEntry>];
  'cases.actOnRoot': [params: RootChange & { action: ActionBody }, result: RootView];
  /** Turns down what somebody proposed; for whoever would have to decide on it. */
  'cases.declineProposal': [params: RootChange & { reasons: string }, result: RootView];

  'cases.addSubject': [params: RootChange & { subject: SubjectDraft }, result: RootView];
  'cases.changeSubjectRole': [
    params: RootChange & { number: number; role: NonNullable<SubjectDraft['role']>; reasons: string },
    result: RootView,
  ];
  'cases.join': [params: RootChange & { oin: string; reasons: string }, result: RootView];

  /** An organisation goes, or is let go by whoever is accountable; the case is hidden from it from then on. */
  'cases.leave': [params: CaseChange & { oin: string; reasons: string }, result: Departure];
  'cases.addSignal': [params: CaseChange & { signal: string; reasons: string }, result: RootView];

  'cases.findLikenesses': [params: { caller: Caller; id: string }, result: readonly Likeness[]];
  'cases.judgeLikeness': [
    params: { caller: Caller; id: string; revision?: number; judgement: JudgementDraft },
    result: RootView,
  ];
  'cases.search': [params: { caller: Caller; search: SearchDraft }, result: readonly RootSummary[]];

  'cases.modelDifferences': [params: { caller: Caller; id: string; to: string }, result: ModelDifferences];
  'cases.moveModel': [
    params: {
      caller: Caller;
      id: string;
      revision?: number;
      model: string;
      moves: readonly Move[];
      reasons: string;
    },
    result: { readonly case: RootView; readonly differences: ModelDifferences },
  ];
}
