import type { ProblemCode } from '@koppel/contract';
import type { GuardName } from '../model/machine.schema.ts';
import type { ReferenceModel } from '../model/model.schema.ts';
import type { Level, MachineName } from '../model/parts.schema.ts';

/** Where something stands: a signal, case, task or intervention in a state, under one version of a model. */
export interface Standing {
  readonly model: ReferenceModel;
  readonly machine: MachineName;
  readonly state: string;
}

/** What a person or the clock wants to do to something that a model describes. */
export interface Action {
  /** The id of a transition of the machine. */
  readonly name: string;
  /** `decide` does it; `propose` puts it before the accountable of the step. */
  readonly intent: 'decide' | 'propose';
}

/** In which capacity somebody acted. */
export interface Capacity {
  readonly role: string;
  readonly level: Level;
  readonly mandate: string;
}

/** A change of state, as it is recorded: nothing but this changes a state. */
export interface Transitioned {
  readonly type: 'transitioned';
  readonly action: string;
  readonly step: string;
  readonly from: string;
  readonly to: string;
  /** Null when the retention clock carried out an earlier decision. */
  readonly capacity: Capacity | null;
}

/** A transition that the accountable has yet to decide on; the state stays. */
export interface Proposed {
  readonly type: 'proposed';
  readonly action: string;
  readonly step: string;
  readonly capacity: Capacity;
}

/** Something came into being, in the initial state of its machine. */
export interface Opened {
  readonly type: 'opened';
  readonly step: string;
  readonly to: string;
  /** Null when a signal was made of an event of a partner's system: that decides nothing. */
  readonly capacity: Capacity | null;
}

/** What every person owes with every action, whatever the model asks besides. */
export const REASONS_GIVEN = 'reasons-given';

export interface UnmetGuard {
  readonly guard: GuardName | typeof REASONS_GIVEN;
  /** One sentence on what is missing; never a value. */
  readonly message: string;
}

export interface Allowed<Event> {
  readonly isAllowed: true;
  readonly event: Event;
  /** Roles to tell: I of the step; of a proposal, the accountable who must decide on it. */
  readonly inform: readonly string[];
}

export interface Refused {
  readonly isAllowed: false;
  readonly code: Extract<ProblemCode, `process.${string}`>;
  /** One sentence that holds ids of the model at most, never what somebody sent. */
  readonly message: string;
  readonly unmet: readonly UnmetGuard[];
}

/** What becomes of an action; `Outcome<Opened>` of something that comes into being. */
export type Outcome<Event = Transitioned | Proposed> = Allowed<Event> | Refused;
