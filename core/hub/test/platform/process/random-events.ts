import fc from 'fast-check';
import type { EventDraft } from '../../../src/platform/process/process-event.ts';
import { openedEvent } from './process-house.ts';

const slug = fc.constantFrom('first', 'second', 'third', 'last');
const oin = fc.integer({ min: 1, max: 5 }).map((i) => `0000000999900000000${i}`);
const words = fc.string({ minLength: 1, maxLength: 12 });
const instant = fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2036, 0) }).map((at) => new Date(at).toISOString());
const side = fc.constantFrom('owner', 'opener', 'nobody');
const clock = fc.record({ endsAt: instant, lockedYears: fc.integer({ min: 0, max: 10 }) });
const entered = {
  isOpen: fc.boolean(),
  dueAt: fc.option(instant),
  court: side,
  phase: fc.option(slug),
};
const input = fc.record(
  { reasons: words, statements: fc.dictionary(slug, words), lessons: fc.array(words, { maxLength: 3 }) },
  { requiredKeys: ['reasons'] },
);
const subject = fc.record({ kind: fc.constant('premises'), identifiers: fc.constant([]), description: words });

/** As they come out of JSON. */
const plain = (value: object): unknown => JSON.parse(JSON.stringify(value));

const draft = (type: string, facts: fc.Arbitrary<object>, content?: fc.Arbitrary<object>): fc.Arbitrary<EventDraft> =>
  fc.record({ facts, content: content ?? fc.constant(undefined) }).map((said) => ({
    type,
    facts: said.facts as NonNullable<EventDraft['facts']>,
    ...(said.content ? { content: said.content as NonNullable<EventDraft['content']> } : {}),
  }));

const transition = { action: slug, step: slug, from: slug, to: slug, ...entered };

/** Everything that can happen to a stream short of its end, and things that this version of the hub does not know. */
const anything = fc.oneof(
  draft('transitioned', fc.record(transition), fc.record({ input })),
  draft('transitioned', fc.record({ ...transition, retention: clock }), fc.record({ input })),
  draft('proposed', fc.record({ action: slug, step: slug }), fc.record({ input })),
  draft('declined', fc.record({ action: slug }), fc.record({ reasons: words })),
  draft('joined', fc.record({ oin }), fc.record({ reasons: words })),
  draft('left', fc.record({ oin })),
  draft('assigned', fc.record({ owner: oin, assignee: fc.option(fc.constant('emp-0001')) })),
  draft('retention-extended', fc.record({ endsAt: instant })),
  draft('model-moved', fc.record({ model: fc.uuid(), state: slug, ...entered }), fc.record({ reasons: words })),
  draft('subject-added', fc.record({ number: fc.nat() }), fc.record({ subject })),
  draft(
    'signal-added',
    fc.constant({}),
    fc.record({ signal: fc.uuid(), subjects: fc.array(subject, { maxLength: 2 }) }),
  ),
  draft('subject-role-changed', fc.record({ number: fc.integer({ min: 1, max: 3 }) }), fc.record({ role: slug })),
  draft('noted', fc.constant({}), fc.record({ case: fc.uuid() })),
  draft('noted', fc.constant({}), fc.record({ judgement: fc.record({ other: fc.uuid(), verdict: slug }) })),
  draft('answered', fc.record({ outcome: slug }), fc.record({ text: words })),
  draft('never-heard-of', fc.record({ fact: words }), fc.record({ words })),
);

const locking = fc.constantFrom<readonly EventDraft[]>(
  [],
  [{ type: 'retention-locked', facts: { endsAt: '2040-01-01T00:00:00.000Z' } }],
  [
    { type: 'retention-locked', facts: { endsAt: '2040-01-01T00:00:00.000Z' } },
    { type: 'retention-destroyed', facts: {} },
  ],
);

const opening = fc
  .record({ title: words, subjects: fc.array(subject, { maxLength: 3 }), participants: fc.uniqueArray(oin) })
  .map(({ participants, ...content }) => openedEvent({ participants }, content as NonNullable<EventDraft['content']>));

/** The whole life of a stream, in some order. */
export const randomLife: fc.Arbitrary<readonly EventDraft[]> = fc
  .tuple(opening, fc.array(anything, { maxLength: 12 }), locking)
  .map(([first, middle, end]) => plain([first, ...middle, ...end]) as readonly EventDraft[]);
