import type { ActionInput } from './facts.ts';

/** What stands when the accountable decides on a proposal: what was proposed, save what they say themselves, and their own reasons. */
export const inputOfDecision = (proposed: ActionInput, decided: ActionInput): ActionInput => ({
  ...proposed,
  ...decided,
  statements: { ...proposed.statements, ...decided.statements },
});
