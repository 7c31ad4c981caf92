import type { Level } from '@koppel/process';
import type { Caller } from './caller.ts';
import type { Mandate, MandateDraft, MandateFilter } from './mandate.schema.ts';
import type { Page, PageQuery } from './paging.ts';

export interface MandateRevocation {
  readonly caller: Caller;
  readonly id: string;
  /** The revision the caller saw; a later one is a conflict. */
  readonly revision?: number;
  readonly reason: string;
}

/** A mandate that is in force now: an organisation's formal word that a person acts in a role, within limits. */
export interface ActiveMandate {
  readonly mandate: string;
  readonly role: string;
  readonly level: Level;
  readonly collaboration: string;
  /** Empty: every theme. */
  readonly themes: readonly string[];
  /** Empty: every region. */
  readonly regions: readonly string[];
}

/** A role on a level. */
export interface Seat {
  readonly role: string;
  readonly level: Level;
}

/** Somebody who acts in a role now, by a mandate. */
export interface Holder extends Seat {
  readonly oin: string;
  readonly person: string;
  readonly mandate: string;
}

/** How organisations give and revoke mandates; what other rooms ask about them is `mandatesOf` and `holdersOf`. */
export interface MandateActions {
  'identity.giveMandate': [params: { caller: Caller; draft: MandateDraft }, result: Mandate];
  'identity.listMandates': [params: { caller: Caller; query: MandateFilter & PageQuery }, result: Page<Mandate>];
  'identity.getMandate': [params: { caller: Caller; id: string }, result: Mandate];
  /** Binds at once; revoking twice changes nothing. */
  'identity.revokeMandate': [params: MandateRevocation, result: Mandate];
  /** For other rooms: the mandates of a person that are in force at this moment; empty for a stranger. */
  'identity.mandatesOf': [params: { oin: string; person: string }, result: readonly ActiveMandate[]];
  /** For other rooms: who of an organisation, or of all, acts in one of these roles now. */
  'identity.holdersOf': [
    params: { seats: readonly Seat[]; collaboration: string; theme: string; region: string; oin?: string },
    result: readonly Holder[],
  ];
}
