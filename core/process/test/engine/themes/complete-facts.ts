import type {
  Actor,
  Facts,
  Guard,
  GuardName,
  PartFacts,
  ReferenceModel,
  Rasci,
  Step,
  Transition,
} from '../../../src/index.ts';
import { factsWith } from '../sample-model.ts';

/** An action of a model, in the step in which it is done. */
export interface Deed {
  readonly model: ReferenceModel;
  readonly chosen: Transition;
  readonly step: Step;
  readonly rasci: Rasci;
}

export const ours = '00000001234567890000';
export const theirs = '00000009876543210000';

const now = Date.UTC(2026, 4, 1);

export const personIn = (role: string, { level }: Pick<Step, 'level'>): Actor => ({
  oin: ours,
  person: 'rose',
  authorities: [{ mandate: `mandate-${role}`, role, level }],
});

/** The states that every guard of this rule agrees on; undefined where none says any. */
function statesFor({ chosen: { guards } }: Deed, ...rules: GuardName[]): string[] | undefined {
  const lists = guards.filter(({ rule }) => rules.includes(rule)).flatMap(({ states }) => (states ? [states] : []));
  return lists.reduce<string[] | undefined>(
    (common, states) => common?.filter((id) => states.includes(id)) ?? states,
    undefined,
  );
}

/** At least one of each kind, so that a guard has something to count. */
const minimumFor = ({ chosen: { guards } }: Deed, ...rules: GuardName[]): number =>
  Math.max(1, ...guards.filter(({ rule }) => rules.includes(rule)).map(({ minimum = 1 }) => minimum));

const parts = (count: number, state = 'anywhere'): PartFacts[] => Array.from({ length: count }, () => ({ state }));

function completeInterventions(deed: Deed): PartFacts[] {
  const rules = ['interventions-in', 'disciplines-combined'] as const;
  const { disciplines } = deed.model;
  return parts(minimumFor(deed, ...rules), statesFor(deed, ...rules)?.[0]).map((part, i) => ({
    ...part,
    hasResult: true,
    discipline: disciplines[i % disciplines.length]?.id ?? '',
  }));
}

const completeInput = ({ chosen, step, rasci }: Deed): Facts['input'] => ({
  reasons: 'Because it is time.',
  statements: Object.fromEntries((chosen.statements ?? []).map(({ id }) => [id, 'As it should be.'])),
  present: [...(step.present ?? []), rasci.accountable].map((role) => ({ oin: ours, person: 'rose', role })),
  result: { outcome: 'done', description: 'As it was meant.' },
  lessons: [],
});

/** Everything that any guard of an action asks for, with the accountable of its step acting; the clock where it is its work. */
export const completeFacts = (deed: Deed): Facts =>
  factsWith({
    now,
    actor: deed.chosen.clock ? null : personIn(deed.rasci.accountable, deed.step),
    owner: ours,
    previousPerson: 'iris',
    previousOin: ours,
    input: completeInput(deed),
    subjects: minimumFor(deed, 'subject-recorded'),
    signals: parts(minimumFor(deed, 'signals-in'), statesFor(deed, 'signals-in')?.[0]),
    tasks: parts(minimumFor(deed, 'tasks-in'), statesFor(deed, 'tasks-in')?.[0]),
    interventions: completeInterventions(deed),
    caseState: statesFor(deed, 'case-in')?.[0] ?? 'anywhere',
    consultedRoles: deed.rasci.consulted,
    lessons: minimumFor(deed, 'lessons-given'),
    retentionEndsAt: now,
  });

/** A state of the parts that a guard does not name. */
const elsewhere: PartFacts = { state: 'not-there-yet', hasResult: true };

/** An intervention without a result, where the other guards of the action want it. */
function withoutResult(facts: Facts, deed: Deed, { states: exempt = [] }: Guard): PartFacts {
  const owing = (statesFor(deed, 'interventions-in') ?? ['anywhere']).find((state) => !exempt.includes(state));
  return { state: owing ?? 'anywhere', hasResult: false, discipline: facts.interventions[0]?.discipline ?? '' };
}

type Spoil = (facts: Facts, deed: Deed, guard: Guard) => Partial<Facts>;

const withInput = (facts: Facts, input: Partial<Facts['input']>): Partial<Facts> => ({
  input: { ...facts.input, ...input },
});

/** What makes exactly one guard fail. */
const spoils: Readonly<Record<GuardName, Spoil>> = {
  'statement-given': (facts, _deed, { statement = '' }) =>
    withInput(facts, { statements: { ...facts.input.statements, [statement]: '' } }),
  'subject-recorded': (_facts, _deed, { minimum = 1 }) => ({ subjects: minimum - 1 }),
  'attendance-recorded': (facts) => withInput(facts, { present: [] }),
  'other-person': ({ actor }) => ({ previousPerson: actor?.person ?? '' }),
  'owner-acts': () => ({ owner: theirs }),
  'signals-in': ({ signals }) => ({ signals: [...signals, elsewhere] }),
  'interventions-in': ({ interventions }) => ({ interventions: [...interventions, elsewhere] }),
  'tasks-in': ({ tasks }) => ({ tasks: [...tasks, elsewhere] }),
  'case-in': () => ({ caseState: 'not-there-yet' }),
  'interventions-have-results': (facts, deed, guard) => ({
    interventions: [...facts.interventions, withoutResult(facts, deed, guard)],
  }),
  'disciplines-combined': ({ interventions }) => ({
    interventions: interventions.map((part) => ({ ...part, discipline: 'only-this' })),
  }),
  'result-given': (facts) => withInput(facts, { result: { outcome: '', description: '' } }),
  'lessons-given': () => ({ lessons: 0 }),
  consulted: () => ({ consultedRoles: [] }),
  'retention-over': () => ({ retentionEndsAt: now + 1 }),
};

/** Everything that an action asks for, but for one guard. */
export function factsWithout(guard: Guard, deed: Deed): Facts {
  const facts = completeFacts(deed);
  return { ...facts, ...spoils[guard.rule](facts, deed, guard) };
}
