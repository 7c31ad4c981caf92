import type { Guard, GuardName } from '../../model/machine.schema.ts';
import type { Facts, PartFacts } from '../facts.ts';
import { counted, minimumOf, type GuardRule } from './guard-rule.ts';

const isIn = ({ states = [] }: Guard, { state }: PartFacts): boolean => states.includes(state);

interface PartsRule {
  readonly noun: string;
  readonly minimum: number;
  readonly partsOf: (facts: Facts) => readonly PartFacts[];
}

/** No part may lag behind, and there must be enough of them. */
const partsIn = ({ noun, minimum, partsOf }: PartsRule): GuardRule => ({
  holds: (guard, facts) => {
    const parts = partsOf(facts);
    return parts.length >= (guard.minimum ?? minimum) && parts.every((part) => isIn(guard, part));
  },
  message: (guard) => {
    const least = guard.minimum ?? minimum;
    const enough = least === 0 ? '' : `There must be at least ${counted(least, noun)}. `;
    return `${enough}Every ${noun} must be in: ${(guard.states ?? []).join(', ')}.`;
  },
});

/** What a part is begun in, or done in: a closed case takes nothing that its closing did not reckon with. */
const caseIn: GuardRule = {
  holds: ({ states = [] }, { caseState }) => caseState !== undefined && states.includes(caseState),
  message: ({ states = [] }) => `The case must be in: ${states.join(', ')}.`,
};

const interventionsHaveResults: GuardRule = {
  holds: (guard, { interventions }) => interventions.every((part) => part.hasResult === true || isIn(guard, part)),
  message: () => 'Every intervention must have a result.',
};

const disciplinesCombined: GuardRule = {
  holds: (guard, { interventions }) => {
    const relevant = interventions.filter((part) => guard.states === undefined || isIn(guard, part));
    const disciplines = new Set(relevant.flatMap(({ discipline }) => discipline ?? []));
    return disciplines.size >= minimumOf(guard);
  },
  message: (guard) => `The interventions must combine at least ${counted(minimumOf(guard), 'discipline')}.`,
};

export const rulesOfParts = {
  'signals-in': partsIn({ noun: 'signal', minimum: 1, partsOf: ({ signals }) => signals }),
  'interventions-in': partsIn({ noun: 'intervention', minimum: 1, partsOf: ({ interventions }) => interventions }),
  'tasks-in': partsIn({ noun: 'task', minimum: 0, partsOf: ({ tasks }) => tasks }),
  'case-in': caseIn,
  'interventions-have-results': interventionsHaveResults,
  'disciplines-combined': disciplinesCombined,
} as const satisfies Partial<Record<GuardName, GuardRule>>;
