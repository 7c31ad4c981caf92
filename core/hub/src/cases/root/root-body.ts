import { Actor, Instant, LocalisedText, Oin, Slug, Uuid } from '@koppel/contract';
import { Type } from 'typebox';
import type { RootView } from '../../platform/case-actions.ts';
import { exampleRecord } from '../../platform/process/example-record.ts';
import { recordSchema } from '../../platform/process/record.schema.ts';
import { Verdict } from '../../platform/root.schema.ts';
import { exampleSubject, Subject } from '../../platform/subject.schema.ts';

const closed = { additionalProperties: false } as const;

const Judgement = Type.Object(
  {
    event: Uuid,
    at: Instant,
    oin: Oin,
    person: Actor.properties.id,
    other: Uuid,
    verdict: Verdict,
    reasons: Type.String(),
  },
  closed,
);

const content = {
  title: Type.String(),
  summary: Type.Optional(Type.String()),
  subjects: Type.Array(Subject),
  /** What people said with each transition, in order. */
  decisions: Type.Optional(Type.Array(Type.Unknown())),
  /** What somebody said with the proposal that waits. */
  proposedInput: Type.Optional(Type.Unknown()),
};

const SignalContent = Type.Object({
  ...content,
  urgency: Type.Optional(Type.String()),
  cases: Type.Optional(Type.Array(Uuid)),
  judgements: Type.Optional(Type.Array(Judgement)),
});
const CaseContent = Type.Object({ ...content, signals: Type.Array(Uuid) });

const PossibleAction = Type.Object(
  {
    action: Slug,
    title: LocalisedText,
    step: Slug,
    may: Type.Enum(['decide', 'propose', 'no']),
    unmet: Type.Array(Type.Object({ guard: Slug, message: Type.String() }, closed)),
  },
  closed,
);
const actions = Type.Array(PossibleAction);

/** A signal or case with what can be done now. */
export const rootSchemas = {
  signal: Type.Object({ ...recordSchema(SignalContent).properties, actions }, closed),
  case: Type.Object({ ...recordSchema(CaseContent).properties, actions }, closed),
} as const;

const exampleView = {
  ...exampleRecord,
  state: 'first',
  dueAt: '2026-06-15T22:00:00.000Z',
  participants: ['00000009999000000001', '00000009999000000004'],
  actions: [
    {
      action: 'example-action',
      title: { nl: 'Voorbeeld', en: 'Example' },
      step: 'example-step',
      may: 'decide',
      unmet: [{ guard: 'reasons-given', message: 'Reasons of 3 to 2000 characters must be given.' }],
    },
  ],
} as const;

const signalId = '01938c5e-8c00-7000-8000-0000000000a1';
const caseId = '01938c5e-8c00-7000-8000-000000000001';
const title = 'A garage where no car is ever repaired';
const subjects = [{ number: 1, ...exampleSubject }];

export const exampleViews = {
  signal: {
    ...exampleView,
    id: signalId,
    root: signalId,
    kind: 'signal',
    content: { title, summary: 'Neighbours smell it at night', subjects },
  },
  case: { ...exampleView, id: caseId, root: caseId, kind: 'case', content: { title, subjects, signals: [signalId] } },
} as const satisfies Record<string, RootView>;
