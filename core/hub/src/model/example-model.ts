import type { LocalisedText } from '@koppel/contract';
import {
  MODEL_FORMAT,
  type Machine,
  type ReferenceModel,
  type State,
  type Step,
  type Transition,
} from '@koppel/process';

const text = (nl: string, en: string): LocalisedText => ({ nl, en });

const stepOf = (subject: Step['subject']): Step => ({
  id: `work-on-${subject}`,
  title: text('Behandelen', 'Work on it'),
  phase: 'work',
  subject,
  level: 'operational',
  rasci: {
    operational: { responsible: ['worker'], accountable: 'chair', supports: [], consulted: [], informed: [] },
  },
  deadline: { workingDays: 5 },
});

const stateOf = (id: string, title: LocalisedText, rest: Partial<State> = {}): State => ({
  id,
  title,
  phase: 'work',
  exchange: 'none',
  ...rest,
});

const finish = (subject: Step['subject']): Transition => ({
  id: 'finish',
  title: text('Afronden', 'Finish'),
  from: ['open'],
  to: 'finished',
  step: `work-on-${subject}`,
  decision: 'accountable',
  guards: [],
});

const partOf = (subject: 'task' | 'intervention'): Machine => ({
  initial: 'open',
  opening: { step: `work-on-${subject}`, guards: [] },
  states: [stateOf('open', text('Open', 'Open')), stateOf('finished', text('Afgerond', 'Finished'), { final: true })],
  transitions: [finish(subject)],
});

const clockOf = (clock: 'lock' | 'destroy', from: string[], subject: Step['subject']): Transition => ({
  id: clock,
  title: clock === 'lock' ? text('Afschermen', 'Lock') : text('Vernietigen', 'Destroy'),
  from,
  to: clock === 'lock' ? 'locked' : 'destroyed',
  step: `work-on-${subject}`,
  guards: [{ rule: 'retention-over' }],
  clock,
});

const rootOf = (subject: 'signal' | 'case'): Machine => ({
  initial: 'open',
  opening: { step: `work-on-${subject}`, guards: [] },
  states: [
    stateOf('open', text('Open', 'Open'), { exchange: 'match', retention: { days: 90, lockedYears: 5 } }),
    stateOf('finished', text('Afgerond', 'Finished'), { final: true, retention: { days: 365, lockedYears: 5 } }),
    stateOf('locked', text('Afgeschermd', 'Locked'), { final: true }),
    stateOf('destroyed', text('Vernietigd', 'Destroyed'), { final: true }),
  ],
  transitions: [
    finish(subject),
    clockOf('lock', ['open', 'finished'], subject),
    clockOf('destroy', ['locked'], subject),
  ],
});

const conceptOf = (id: string, nl: string) => ({ id, prefLabel: text(nl, id), definition: text(nl, id) });

/** A smallest model without a fault: what the description of the interface shows. */
export const exampleModel: ReferenceModel = {
  format: MODEL_FORMAT,
  id: 'example',
  version: '1.0.0',
  title: text('Voorbeeld', 'Example'),
  description: text('Een kleinste referentiemodel', 'A smallest reference model'),
  theme: 'example',
  vocabulary: {
    scheme: 'urn:koppel:example',
    concepts: [
      conceptOf('signal', 'signaal'),
      conceptOf('case', 'casus'),
      conceptOf('task', 'taak'),
      conceptOf('intervention', 'interventie'),
    ],
  },
  levels: [{ level: 'operational', title: text('Uitvoering', 'Operations') }],
  roles: [
    { id: 'worker', title: text('Behandelaar', 'Worker'), level: 'operational' },
    { id: 'chair', title: text('Voorzitter', 'Chair'), level: 'operational' },
  ],
  organisationTypes: [{ id: 'partner', title: text('Partner', 'Partner') }],
  disciplines: [{ id: 'administrative', title: text('Bestuurlijk', 'Administrative') }],
  machines: {
    signal: rootOf('signal'),
    case: rootOf('case'),
    task: partOf('task'),
    intervention: partOf('intervention'),
  },
  process: {
    phases: [{ id: 'work', title: text('Behandeling', 'Work') }],
    steps: [stepOf('signal'), stepOf('case'), stepOf('task'), stepOf('intervention')],
    subProcesses: [],
  },
  informationNeeds: [],
  intake: [],
  barrierModels: [],
  interventions: [],
  indicators: [],
  goals: [],
};
