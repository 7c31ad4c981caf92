import type { JsonObject, ProcessEvent, StreamKind } from './process-event.ts';

export interface Retention {
  readonly status: 'active' | 'locked' | 'destroyed';
  /** When the clock does the next thing; null while none runs. */
  readonly endsAt: string | null;
  readonly lockedYears: number;
  /** The event by which a person set the clock. */
  readonly decision: string | null;
}

/** Whether what it holds may no longer be read, whether the clock's job has come by or not. */
export const isRetentionOver = ({ status, endsAt }: Pick<Retention, 'status' | 'endsAt'>, now: number): boolean =>
  status !== 'active' || (endsAt !== null && Date.parse(endsAt) <= now);

/** Whose turn it is, since when, and how long it has been on each side. */
export interface Court {
  readonly side: 'owner' | 'opener' | 'nobody';
  readonly since: string;
  readonly ownerMs: number;
  readonly openerMs: number;
}

/** A transition that waits for the decision of whoever is accountable. */
export interface Proposal {
  readonly event: string;
  readonly action: string;
  readonly step: string;
  readonly oin: string;
  readonly person: string;
}

/** Everything that its events have made of a stream: nothing here has another origin. */
export interface ProcessRecord {
  readonly id: string;
  readonly kind: StreamKind;
  readonly root: string;
  readonly collaboration: string;
  readonly theme: string;
  readonly region: string;
  /** Where it is dealt with: the case conference or other body. */
  readonly body: string | null;
  readonly model: string | null;
  readonly version: number;
  readonly state: string;
  /** The phase that the model gives this state; null for what follows no model. */
  readonly phase: string | null;
  readonly isOpen: boolean;
  readonly openedAt: string;
  readonly enteredAt: string;
  readonly changedAt: string;
  readonly openedBy: { readonly oin: string; readonly person: string | null };
  /** The organisation that owns a task, an intervention or a question. */
  readonly owner: string | null;
  /** The role whose holders at the owner are addressed. */
  readonly role: string | null;
  readonly assignee: string | null;
  readonly dueAt: string | null;
  /** Who is joined; on roots only. */
  readonly participants: readonly string[];
  readonly proposal: Proposal | null;
  /** Who made the last transition. */
  readonly lastActor: { readonly oin: string; readonly person: string } | null;
  readonly court: Court;
  readonly retention: Retention;
  /** What the kind's own reducer made of the events; null once destroyed. */
  readonly content: JsonObject | null;
}

/** What a kind makes of its own events; called for every event, in order. Must not fail on an event without content. */
export type Reducer = (content: JsonObject, event: ProcessEvent, record: ProcessRecord) => JsonObject;

/** The clear facts of `opened`. */
export interface OpenedFacts {
  readonly collaboration: string;
  readonly theme: string;
  readonly region: string;
  readonly body: string | null;
  readonly model: string | null;
  readonly state: string;
  readonly phase?: string | null;
  readonly isOpen: boolean;
  readonly participants: readonly string[];
  readonly owner: string | null;
  readonly role: string | null;
  readonly dueAt: string | null;
  readonly court: Court['side'];
  readonly retention?: RetentionStart;
}

/** A retention clock as it begins. */
export interface RetentionStart {
  readonly endsAt: string;
  readonly lockedYears: number;
}

/** The clear facts of `transitioned`. */
export interface TransitionedFacts {
  readonly action: string;
  readonly step: string;
  readonly from: string;
  readonly to: string;
  readonly phase?: string | null;
  readonly isOpen: boolean;
  readonly dueAt: string | null;
  readonly court: Court['side'];
  /** The clock that starts now; absent when the one that runs goes on. */
  readonly retention?: RetentionStart;
}

/** The clear facts of `model-moved`: everything that depends on the model begins anew under the other one. */
export type ModelMovedFacts = Pick<TransitionedFacts, 'isOpen' | 'dueAt' | 'court' | 'retention' | 'phase'> & {
  readonly model: string;
  readonly state: string;
};
