import type { ActionInput } from './facts.ts';
import { REASONS_GIVEN, type Outcome, type Refused, type UnmetGuard } from './outcome.ts';

const refuse = (code: Refused['code'], message: string, unmet: readonly UnmetGuard[] = []): Refused => ({
  isAllowed: false,
  code,
  message,
  unmet,
});

export const refuseUnknown = (): Refused =>
  refuse('process.action-unknown', 'The reference model knows no such action.');

export const refuseState = (): Refused =>
  refuse('process.transition-refused', 'This action is not possible in the present state.');

export const refuseFacts = (): Refused => refuse('process.guard-unmet', 'What is known about this is not complete.');

export const refuseRole = (): Refused =>
  refuse('process.role-missing', 'The step gives this action to a role that whoever acts does not hold.');

/** Allows when nothing is missing. When nothing but four eyes is, the code says that somebody else has to come. */
export function verdictOf<Event>(
  unmet: readonly UnmetGuard[],
  event: Event,
  inform: readonly string[],
): Outcome<Event> {
  if (unmet.length === 0) return { isAllowed: true, event, inform };
  return unmet.every(({ guard }) => guard === 'other-person')
    ? refuse('process.four-eyes', 'Somebody else must decide on this.', unmet)
    : refuse('process.guard-unmet', 'Something that the reference model asks for is missing.', unmet);
}

/** Reasons are owed with every action of a person: at least three characters and at most 2000. */
export function unmetReasons({ reasons }: ActionInput): UnmetGuard[] {
  const { length } = reasons.trim();
  const isGiven = length >= 3 && length <= 2000;
  return isGiven ? [] : [{ guard: REASONS_GIVEN, message: 'Reasons of 3 to 2000 characters must be given.' }];
}
