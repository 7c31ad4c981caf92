import type { GuardName } from '../../model/machine.schema.ts';
import type { Actor, Facts } from '../facts.ts';
import { rolesOf } from '../model-lookup.ts';
import type { GuardRule } from './guard-rule.ts';

const isSomebodyElse = (actor: Actor, { previousPerson, previousOin = actor.oin }: Facts): boolean =>
  previousPerson !== undefined && (previousPerson !== actor.person || previousOin !== actor.oin);

const otherPerson: GuardRule = {
  holds: (_guard, facts) => facts.actor !== null && isSomebodyElse(facts.actor, facts),
  message: () => 'Somebody else than whoever acted before must decide.',
};

const ownerActs: GuardRule = {
  holds: (_guard, { actor, owner }) => actor !== null && actor.oin === owner,
  message: () => 'Only the organisation that owns this may do it.',
};

/** There was a meeting when somebody was there, and everybody without whom the step has no meeting. */
const attendanceRecorded: GuardRule = {
  holds: (_guard, { input: { present = [] } }, step) => {
    const roles = present.map(({ role }) => role);
    return present.length > 0 && (step.present ?? []).every((role) => roles.includes(role));
  },
  message: () => 'It must be recorded who was present, with every role that the step asks for.',
};

const consulted: GuardRule = {
  holds: (_guard, { consultedRoles }, step) =>
    rolesOf(step)?.consulted.every((role) => consultedRoles.includes(role)) ?? false,
  message: () => 'Everybody who is consulted in this step must have answered, or their time must be over.',
};

export const rulesOfPeople = {
  'other-person': otherPerson,
  'owner-acts': ownerActs,
  'attendance-recorded': attendanceRecorded,
  consulted,
} as const satisfies Partial<Record<GuardName, GuardRule>>;
