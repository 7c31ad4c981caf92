import type { KeyKind } from './key-custody.ts';

/** How a key of one kind makes room for the next. */
interface KeyRule {
  /** How long the one before still serves; null: until whoever uses it says so. */
  readonly servesForMs: number | null;
  /** Whether at most two serve at a time. */
  readonly isPair: boolean;
  /** Whether what a compromised one signed must count for nothing as soon as every node has the next. */
  readonly endsWhenCompromised: boolean;
}

/** Twice the life of a token (access-token.ts). */
const tokenServesForMs = 600_000;

export const keyRules: Readonly<Record<KeyKind, KeyRule>> = {
  checkpoint: { servesForMs: null, isPair: true, endsWhenCompromised: true },
  token: { servesForMs: tokenServesForMs, isPair: false, endsWhenCompromised: true },
  // What was made under these must still be found or opened; case and search keys end when everything was made anew.
  pseudonym: { servesForMs: null, isPair: false, endsWhenCompromised: false },
  case: { servesForMs: null, isPair: false, endsWhenCompromised: false },
  search: { servesForMs: null, isPair: false, endsWhenCompromised: false },
};
