import type { LocalisedText } from '@koppel/contract';
import type {
  Action,
  Actor,
  Facts,
  Guard,
  Level,
  Machine,
  Outcome,
  ReferenceModel,
  Standing,
  State,
  Step,
  Transition,
} from '../../src/index.ts';

export const text = (en: string): LocalisedText => ({ nl: en, en });

const nobody = { responsible: [], supports: [], consulted: [], informed: [] };

export const stepOf = (id: string, step: Partial<Step> = {}): Step => ({
  id,
  title: text(id),
  phase: 'growing',
  subject: 'case',
  level: 'operational',
  rasci: { operational: { ...nobody, accountable: 'head-gardener', responsible: ['gardener'] } },
  ...step,
});

const stateOf = (id: string, state: Partial<State> = {}): State => ({
  id,
  title: text(id),
  phase: 'growing',
  exchange: 'none',
  ...state,
});

export const transitionOf = (id: string, transition: Partial<Transition> = {}): Transition => ({
  id,
  title: text(id),
  from: ['seed'],
  to: 'plant',
  step: 'tend',
  guards: [],
  ...transition,
});

const plain: Machine = {
  initial: 'seed',
  opening: { step: 'tend', guards: [] },
  states: [stateOf('seed'), stateOf('plant', { final: true })],
  transitions: [transitionOf('grow')],
};

const gardenCase: Machine = {
  initial: 'seed',
  opening: { step: 'sow', guards: [{ rule: 'subject-recorded' }] },
  states: [
    stateOf('seed', { exchange: 'match', court: 'opener' }),
    stateOf('plant', { exchange: 'content', court: 'owner', phase: 'blooming' }),
    stateOf('compost', { final: true, retention: { days: 30, lockedYears: 5 } }),
    stateOf('sealed', { final: true }),
  ],
  transitions: [
    transitionOf('grow'),
    transitionOf('prune', { from: ['seed', 'plant'], to: 'seed', step: 'trim' }),
    transitionOf('uproot', {
      from: ['plant'],
      to: 'compost',
      step: 'clear',
      decision: 'accountable',
      statements: [{ id: 'cause', title: text('Cause') }],
      guards: [{ rule: 'statement-given', statement: 'cause' }, { rule: 'other-person' }, { rule: 'consulted' }],
    }),
    transitionOf('seal', {
      from: ['compost'],
      to: 'sealed',
      step: 'clear',
      guards: [{ rule: 'retention-over' }],
      clock: 'lock',
    }),
  ],
};

const roleOf = (id: string, level: Level) => ({ id, title: text(id), level });

/**
 * A garden as a process: small, of no theme, and with one of everything that the engine looks at. It fits the schema
 * and no more: the engine does not lean on what the checker asks besides.
 */
export const garden: ReferenceModel = {
  format: 'koppel-reference-model/1',
  id: 'garden',
  version: '1.0.0',
  title: text('Garden'),
  description: text('Garden'),
  theme: 'gardening',
  vocabulary: {
    scheme: 'urn:koppel:test:garden',
    concepts: ['signal', 'case', 'task', 'intervention'].map((id) => ({
      id,
      prefLabel: text(id),
      definition: text(id),
    })),
  },
  levels: [
    { level: 'operational', title: text('Beds'), escalatesTo: 'policy' },
    { level: 'policy', title: text('Garden') },
  ],
  roles: [
    roleOf('gardener', 'operational'),
    roleOf('head-gardener', 'operational'),
    roleOf('botanist', 'operational'),
    roleOf('neighbour', 'operational'),
    roleOf('owner', 'policy'),
  ],
  organisationTypes: [{ id: 'nursery', title: text('Nursery') }],
  disciplines: [{ id: 'botany', title: text('Botany') }],
  machines: { signal: plain, case: gardenCase, task: plain, intervention: plain },
  process: {
    phases: [
      { id: 'growing', title: text('Growing') },
      { id: 'blooming', title: text('Blooming') },
    ],
    steps: [
      stepOf('sow'),
      stepOf('tend', { deadline: { workingDays: 10 } }),
      stepOf('trim', { deadline: { workingDays: 4 }, subProcess: 'trimming' }),
      stepOf('clear', {
        deadline: { workingDays: 6 },
        rasci: {
          operational: {
            accountable: 'head-gardener',
            responsible: ['gardener'],
            supports: ['botanist'],
            consulted: ['botanist'],
            informed: ['neighbour'],
          },
          policy: { ...nobody, accountable: 'owner' },
        },
        consultation: { workingDays: 2 },
        present: ['head-gardener', 'botanist'],
      }),
    ],
    subProcesses: [
      {
        id: 'trimming',
        title: text('Trimming'),
        tasks: [
          { id: 'fetch-shears', title: text('Fetch the shears'), role: 'gardener' },
          { id: 'cut', title: text('Cut'), role: 'gardener', deadline: { workingDays: 2 }, subProcess: 'cutting' },
        ],
      },
      {
        id: 'cutting',
        title: text('Cutting'),
        tasks: [{ id: 'sweep', title: text('Sweep'), role: 'neighbour', description: text('With the large broom') }],
      },
    ],
  },
  informationNeeds: [],
  intake: [],
  barrierModels: [],
  interventions: [],
  indicators: [],
  goals: [],
};

/** The garden with another case machine. */
export const withCase = (machine: Partial<Machine>): ReferenceModel => ({
  ...garden,
  machines: { ...garden.machines, case: { ...gardenCase, ...machine } },
});

/** A case of the garden, in a state. */
export const caseIn = (state: string, model: ReferenceModel = garden): Standing => ({ model, machine: 'case', state });

/** A garden in which one transition, from seed to plant, has these guards. */
export const guardedBy = (...guards: Guard[]): Standing =>
  caseIn('seed', withCase({ transitions: [transitionOf('grow', { guards })] }));

export const actorAs = (role: string, actor: Partial<Actor> & { level?: Level } = {}): Actor => {
  const { level = 'operational', ...rest } = actor;
  return {
    oin: '00000001234567890000',
    person: 'rose',
    authorities: [{ mandate: `mandate-${role}`, role, level }],
    ...rest,
  };
};

/** A gardener with reasons, and nothing else known. */
export const factsWith = (facts: Partial<Facts> = {}): Facts => ({
  now: Date.UTC(2026, 4, 1),
  actor: actorAs('gardener'),
  input: { reasons: 'It is spring.' },
  subjects: 0,
  signals: [],
  interventions: [],
  tasks: [],
  consultedRoles: [],
  lessons: 0,
  retentionEndsAt: null,
  ...facts,
});

export const inputWith = (input: Partial<Facts['input']>): Pick<Facts, 'input'> => ({
  input: { reasons: 'It is spring.', ...input },
});

export const decide = (name: string): Action => ({ name, intent: 'decide' });
export const propose = (name: string): Action => ({ name, intent: 'propose' });

/** What became of it in one word: the type of the event, or the code of the refusal. */
export const codeOf = (outcome: Outcome): string => (outcome.isAllowed ? outcome.event.type : outcome.code);
