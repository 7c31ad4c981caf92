import type { Guard, GuardName } from '../../model/machine.schema.ts';
import type { Step } from '../../model/process.schema.ts';
import type { Facts } from '../facts.ts';
import type { UnmetGuard } from '../outcome.ts';
import type { GuardRule } from './guard-rule.ts';
import { rulesOfParts } from './rules-of-parts.ts';
import { rulesOfPeople } from './rules-of-people.ts';
import { rulesOfRecords } from './rules-of-records.ts';

/** Every rule that a model can name; `guardParameters` says what each takes. */
export const guardRules: Readonly<Record<GuardName, GuardRule>> = {
  ...rulesOfPeople,
  ...rulesOfRecords,
  ...rulesOfParts,
};

/** All that is missing at once, so that nobody has to try again for each. */
export const unmetGuards = (guards: readonly Guard[], facts: Facts, step: Step): UnmetGuard[] =>
  guards
    .filter((guard) => !guardRules[guard.rule].holds(guard, facts, step))
    .map((guard) => ({ guard: guard.rule, message: guardRules[guard.rule].message(guard) }));
