import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { apply, fold } from '../../../src/platform/process/fold.ts';
import { reducers } from '../../../src/platform/process/kinds/reducers.ts';
import { streamKinds } from '../../../src/platform/process/process-event.ts';
import type { ProcessRecord } from '../../../src/platform/process/process-record.ts';
import { oins } from '../../fixtures.ts';
import { openedEvent } from './process-house.ts';
import { randomLife } from './random-events.ts';
import { eventsOf } from './sample-events.ts';

const kinds = fc.constantFrom(...streamKinds);
const entered = { isOpen: true, dueAt: null, court: 'owner', phase: 'late' };
const transition = (to: string, reasons: string) => ({
  type: 'transitioned',
  facts: { action: 'go', step: 'work', from: 'first', to, ...entered },
  content: { input: { reasons } },
});

describe('the record of a stream', () => {
  test('is the same each time that it is made of the same events, at once or one by one', () => {
    fc.assert(
      fc.property(kinds, randomLife, (kind, life) => {
        const events = eventsOf(kind, life);
        const atOnce = fold(events, reducers[kind]);
        let record: ProcessRecord | undefined;
        for (const event of structuredClone(events)) record = apply(record, event, reducers[kind]);
        expect(record).toStrictEqual(atOnce);
        expect(atOnce?.version).toBe(events.length);
      }),
    );
  });

  test('is in exactly the state of its last transition or move, and in no other', () => {
    fc.assert(
      fc.property(kinds, randomLife, (kind, life) => {
        const events = eventsOf(kind, life);
        const last = events.findLast(({ type }) => type === 'transitioned' || type === 'model-moved');
        const expected = last === undefined ? 'first' : (last.facts['to'] ?? last.facts['state']);
        expect(fold(events, reducers[kind])?.state).toBe(expected);
      }),
    );
  });

  test('rebuilds states, times and participants when all content is gone', () => {
    fc.assert(
      fc.property(kinds, randomLife, (kind, life) => {
        const events = eventsOf(kind, life);
        const bare = events.map((event) => ({ ...event, content: null }));
        const { content: _gone, ...skeleton } = fold(bare, reducers[kind]) ?? { content: null };
        const { content: _whole, ...expected } = fold(events, reducers[kind]) ?? { content: null };
        expect(skeleton).toStrictEqual(expected);
      }),
    );
  });

  test('holds no content once it was destroyed', () => {
    const destroyed = { type: 'retention-destroyed', facts: {} };
    const record = fold(eventsOf('case', [openedEvent({}, { title: 'Garage' }), destroyed]), reducers.case);
    expect(record).toMatchObject({ content: null, isOpen: false, retention: { status: 'destroyed', endsAt: null } });
  });

  test('keeps what was said with each transition, in order', () => {
    const record = fold(
      eventsOf('case', [openedEvent(), transition('second', 'one'), transition('third', 'two')]),
      reducers.case,
    );
    expect(record?.content?.['decisions']).toMatchObject([
      { to: 'second', input: { reasons: 'one' } },
      { to: 'third', input: { reasons: 'two' } },
    ]);
  });

  test('keeps of the same step, taken again and again, what was said the latest time', () => {
    const back = (said: string) => ({
      ...transition('first', said),
      facts: { ...transition('first', said).facts, from: 'second' },
    });
    const rounds = ['one', 'two', 'three'].flatMap((said) => [transition('second', said), back(said)]);
    const record = fold(eventsOf('case', [openedEvent(), ...rounds, transition('second', 'four')]), reducers.case);
    expect(record?.content?.['decisions']).toMatchObject([
      { to: 'first', input: { reasons: 'three' } },
      { to: 'second', input: { reasons: 'four' } },
    ]);
  });

  test('keeps every decision that recorded lessons, because they are put forward from there', () => {
    const learned = (lesson: string) => ({
      ...transition('second', lesson),
      content: { input: { lessons: [lesson] } },
    });
    const life = [openedEvent(), learned('one'), learned('two'), transition('second', 'nothing new')];
    const record = fold(eventsOf('case', life), reducers.case);
    expect(record?.content?.['decisions']).toMatchObject([
      { input: { lessons: ['one'] } },
      { input: { lessons: ['two'] } },
      { input: { reasons: 'nothing new' } },
    ]);
  });

  test('keeps what was proposed until somebody decides, declines or moves the case', () => {
    const proposed = {
      type: 'proposed',
      facts: { action: 'go', step: 'work' },
      content: { input: { reasons: 'mine' } },
    };
    const waiting = fold(eventsOf('case', [openedEvent(), proposed]), reducers.case);
    expect(waiting).toMatchObject({ proposal: { action: 'go' }, content: { proposedInput: { reasons: 'mine' } } });
    const moved = { type: 'model-moved', facts: { model: 'm', state: 'second', ...entered } };
    for (const end of [transition('second', 'yours'), { type: 'declined' }, moved]) {
      const after = fold(eventsOf('case', [openedEvent(), proposed, end]), reducers.case);
      expect(after?.proposal).toBeNull();
      expect(after?.content).not.toHaveProperty('proposedInput');
    }
  });

  test('counts the time on each side, and time on nobody’s side for nobody', () => {
    const to = (court: string) => ({
      ...transition('second', 'x'),
      facts: { ...transition('second', 'x').facts, court },
    });
    const record = fold(
      eventsOf('task', [openedEvent({ court: 'owner' }), to('opener'), to('nobody'), to('owner'), to('nobody')]),
      reducers.task,
    );
    expect(record?.court).toMatchObject({ side: 'nobody', ownerMs: 2 * 3_600_000, openerMs: 3_600_000 });
  });

  test('begins a new retention clock with the state that has one, by the event that did it', () => {
    const clock = { endsAt: '2027-01-01T00:00:00.000Z', lockedYears: 5 };
    const ended = { ...transition('last', 'x'), facts: { ...transition('last', 'x').facts, retention: clock } };
    const events = eventsOf('case', [openedEvent(), ended, transition('second', 'y')]);
    expect(fold(events, reducers.case)?.retention).toEqual({ status: 'active', ...clock, decision: events[1]?.id });
  });

  test('lists participants once each, in order, however they came', () => {
    const joined = { type: 'joined', facts: { oin: oins.provider } };
    const left = { type: 'left', facts: { oin: oins.requester } };
    const record = fold(eventsOf('case', [openedEvent(), joined, left]), reducers.case);
    expect(record?.participants).toEqual([oins.provider]);
  });

  test('numbers subjects for good', () => {
    const add = (description: string) => ({
      type: 'subject-added',
      content: { subject: { kind: 'premises', description } },
    });
    const change = { type: 'subject-role-changed', facts: { number: 2 }, content: { role: 'victim' } };
    const record = fold(
      eventsOf('signal', [openedEvent({}, { subjects: [{ kind: 'person' }] }), add('a'), add('b'), change]),
      reducers.signal,
    );
    expect(record?.content?.['subjects']).toEqual([
      { number: 1, kind: 'person' },
      { number: 2, kind: 'premises', description: 'a', role: 'victim' },
      { number: 3, kind: 'premises', description: 'b' },
    ]);
  });
});
