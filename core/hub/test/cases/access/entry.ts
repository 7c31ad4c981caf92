import type { ProblemCode } from '@koppel/contract';
import type { AccessGround, RefusedKind, Right } from './access-ground.ts';
import type { Ids, Side } from './side.ts';

/** What the matrix must know of a route: whose it is, on what, and how it answers everybody else. */
export interface Entry {
  readonly by: Right;
  /** What they are answered. */
  readonly ok: number;
  /** Somebody who may know of it and may not do this. */
  readonly wrong?: Right;
  readonly wrongCode?: ProblemCode;
  /** Brings about what is tried on; once for all who are refused, and once for whoever is not. */
  readonly arrange: (side: Side, ground: AccessGround) => Promise<Ids>;
  readonly body?: (ids: Ids, side: Side) => object;
  readonly query?: (ids: Ids) => string;
  /** Answers everybody who is mandated, with what they may know of. */
  readonly isList?: boolean;
  /** Those whom it answers as well, or with another code than the rest of the routes. */
  readonly others?: Readonly<Partial<Record<RefusedKind, number | ProblemCode>>>;
  /** Ids of the other side, put among the own ones. */
  readonly mixed?: (away: Side) => Promise<Readonly<Record<string, string>>>;
  /** `resource.not-found` unless told. */
  readonly mixedCode?: ProblemCode;
}

/** By `operationId`. */
export type Entries = Readonly<Record<string, Entry>>;
