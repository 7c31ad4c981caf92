import type { Level } from '../model/parts.schema.ts';

/** One mandate of a person, in force now and within its limits for the thing acted on. */
export interface Authority {
  readonly mandate: string;
  readonly role: string;
  readonly level: Level;
}

/** Who acts: a person of an organisation, by a pseudonym that only that organisation resolves. */
export interface Actor {
  readonly oin: string;
  readonly person: string;
  readonly authorities: readonly Authority[];
}

/** Somebody who took part in a meeting. */
export interface Attendee {
  readonly oin: string;
  readonly person: string;
  readonly role: string;
}

/** What came of an intervention; figures are kept apart by name (seized is not collected). */
export interface Result {
  readonly outcome: string;
  readonly description: string;
  readonly figures?: readonly { readonly figure: string; readonly value: number }[];
}

/** What the person says when acting. */
export interface ActionInput {
  readonly reasons: string;
  readonly statements?: Readonly<Record<string, string>>;
  readonly present?: readonly Attendee[];
  readonly result?: Result;
  readonly lessons?: readonly string[];
}

/** One part of a case, as far as a guard looks at it. */
export interface PartFacts {
  readonly state: string;
  readonly hasResult?: boolean;
  readonly discipline?: string;
}

/** What the hub has established about the thing acted on; never the caller's word. */
export interface Facts {
  /** Milliseconds since the epoch, on the domain clock. */
  readonly now: number;
  /** Null when the retention clock acts. */
  readonly actor: Actor | null;
  readonly input: ActionInput;
  /** The organisation that owns the task or intervention. */
  readonly owner?: string;
  /** Who made the last transition, or proposed this one: the first of four eyes. */
  readonly previousPerson?: string;
  /** The organisation of `previousPerson`, because pseudonyms are an organisation's own; unknown counts as the same. */
  readonly previousOin?: string;
  readonly subjects: number;
  readonly signals: readonly PartFacts[];
  readonly interventions: readonly PartFacts[];
  readonly tasks: readonly PartFacts[];
  /** The state of the case that a task or intervention is part of. */
  readonly caseState?: string;
  /** The roles consulted in this step whose answer came or whose time is over. */
  readonly consultedRoles: readonly string[];
  /** Lessons recorded so far, besides those of the input. */
  readonly lessons: number;
  /** When the running retention clock ends; null when none runs. */
  readonly retentionEndsAt: number | null;
}
