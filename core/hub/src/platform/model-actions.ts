import type { AgreementTemplate, Fault, LocalisedText } from '@koppel/contract';
import type { Level, ReferenceModel } from '@koppel/process';
import type { Caller } from './caller.ts';
import type { Page, PageQuery } from './paging.ts';

export const modelStatuses = ['draft', 'proposed', 'approved', 'in-force', 'superseded', 'rejected'] as const;
export type ModelStatus = (typeof modelStatuses)[number];

/** Who did something to a version of a model, in which role and on which mandate. */
export interface ModelHand {
  readonly oin: string;
  readonly person: string;
  readonly role: string;
  readonly mandate: string;
  readonly at: string;
}

/** What the accountable body decided about a version. */
export interface ModelDecision extends ModelHand {
  readonly outcome: 'approved' | 'rejected';
  readonly reasons: string;
}

/** From when a version is in force, and why then. */
export interface ModelApplication extends ModelHand {
  readonly from: string;
  readonly reasons: string;
}

/**
 * A version of a reference model and where it stands. What it says never changes; `in-force` and `superseded` follow
 * from the time: of the versions applied to a theme, the one whose `from` passed last is in force.
 */
export interface ModelVersion {
  readonly id: string;
  readonly collaboration: string;
  readonly model: string;
  readonly version: string;
  readonly theme: string;
  readonly title: LocalisedText;
  /** SHA-256 over the canonical form of the document, hexadecimal. */
  readonly digest: string;
  readonly status: ModelStatus;
  readonly drafted: ModelHand;
  readonly proposed: ModelHand | null;
  readonly decision: ModelDecision | null;
  readonly application: ModelApplication | null;
  readonly changedAt: string;
  readonly revision: number;
}

export interface ModelRecord extends ModelVersion {
  readonly document: ReferenceModel;
}

/** A reference model that an installed theme package offers to a collaboration; it is nothing until somebody drafts it. */
export interface OfferedTheme {
  readonly package: string;
  readonly collaboration: string;
  readonly model: Pick<ModelVersion, 'model' | 'version' | 'theme' | 'title' | 'digest'>;
  /** Agreements as the theme proposes them, without parties. */
  readonly agreementTemplates: readonly AgreementTemplate[];
}

export interface ModelFilter {
  readonly model?: string;
  readonly theme?: string;
  readonly status?: ModelStatus;
}

/** Something that a person does to a version. */
export interface ModelStep {
  readonly caller: Caller;
  readonly id: string;
  /** The revision the person saw; a later one is a conflict. */
  readonly revision?: number;
}

/** What other rooms and the routes may ask about reference models; part of `Actions`. */
export interface ModelActions {
  /** For other rooms: a version by its id, whatever its status; versions never change. */
  'model.find': [params: { id: string }, result: ReferenceModel | null];
  /** For other rooms: the version in force now for a theme of a collaboration. */
  'model.findInForce': [
    params: { collaboration: string; theme: string },
    result: { id: string; document: ReferenceModel } | null,
  ];
  /** For other rooms: whether any version of a collaboration's models knows a role on a level. */
  'model.knowsRole': [params: { collaboration: string; role: string; level: Level }, result: boolean];

  /** The document itself, or the name of an installed theme package that offers it; exactly one of them. */
  'model.draft': [
    params: { caller: Caller; collaboration: string; document?: unknown; theme?: string },
    result: ModelVersion,
  ];
  'model.list': [params: { caller: Caller; filter: ModelFilter; page: PageQuery }, result: Page<ModelVersion>];
  'model.get': [params: { caller: Caller; id: string }, result: ModelRecord];
  'model.propose': [params: ModelStep, result: ModelVersion];
  'model.decide': [params: ModelStep & { outcome: ModelDecision['outcome']; reasons: string }, result: ModelVersion];
  /** In force from an instant, or at once. */
  'model.apply': [params: ModelStep & { from?: string; reasons: string }, result: ModelVersion];
  /** Every fault of a document; empty when it can be drafted. */
  'model.check': [params: { caller: Caller; document: unknown }, result: readonly Fault[]];
  'model.listThemes': [params: { caller: Caller }, result: readonly OfferedTheme[]];
}
