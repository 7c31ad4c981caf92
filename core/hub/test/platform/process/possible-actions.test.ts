import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Actor, ReferenceModel } from '@koppel/process';
import { possibleActions } from '../../../src/platform/process/acting.ts';
import { fold } from '../../../src/platform/process/fold.ts';
import { reducers } from '../../../src/platform/process/kinds/reducers.ts';
import type { EventDraft } from '../../../src/platform/process/process-event.ts';
import type { ProcessRecord } from '../../../src/platform/process/process-record.ts';
import { defaultModel } from '../../default-model.ts';
import { oins } from '../../fixtures.ts';
import { openedEvent, somebody } from './process-house.ts';
import { eventsOf } from './sample-events.ts';

const now = Date.parse('2026-06-02T00:00:00Z');
const version = '01938c5e-8c00-7000-8000-0000000000c1';
const actorWith =
  (role: string) =>
  (person: string): Actor => ({
    oin: oins.requester,
    person,
    authorities: [{ mandate: version, role, level: 'operational' }],
  });
const chair = actorWith('case-chair');
const coordinator = actorWith('case-coordinator');
const proposer = String(somebody.person);

let model: ReferenceModel;
beforeAll(async () => {
  model = await defaultModel();
});

const caseOf = (...events: EventDraft[]): ProcessRecord =>
  fold(eventsOf('case', [openedEvent({ state: 'weighed' }), ...events]), reducers.case) as ProcessRecord;
const possible = (record: ProcessRecord, actor: Actor, action: string) =>
  possibleActions({ model, machine: 'case', record, actor, known: {}, now }).find((each) => each.action === action);
const unmetFor = (record: ProcessRecord, actor: Actor, action: string): string[] | undefined =>
  possible(record, actor, action)?.unmet.map(({ guard }) => guard);
const mayOf = (...asked: Parameters<typeof possible>): string | undefined => possible(...asked)?.may;

const proposed: EventDraft = {
  type: 'proposed',
  facts: { action: 'approve', step: 'approve-case' },
  content: { input: { reasons: 'Everybody agrees' } },
};

describe('what somebody can do now', () => {
  test('asks of whoever decides on a proposal their own reasons and four eyes; what the proposer stated stands', () => {
    const record = caseOf(proposed);
    expect(unmetFor(record, chair('emp-other'), 'approve')).toEqual(['reasons-given']);
    expect(mayOf(record, chair('emp-other'), 'approve')).toBe('decide');
    const input = { reasons: 'It burnt down', statements: { 'why-no-further': 'There is no garage any more' } };
    const early = caseOf({ type: 'proposed', facts: { action: 'end-early', step: 'close-case' }, content: { input } });
    expect(unmetFor(early, chair('emp-other'), 'end-early')).toEqual(['reasons-given']);
  });

  test('offers nobody to decide what they proposed themselves, nor to propose it again', () => {
    expect(mayOf(caseOf(proposed), chair(proposer), 'approve')).toBe('no');
    expect(mayOf(caseOf(proposed), coordinator(proposer), 'approve')).toBe('no');
    expect(mayOf(caseOf(proposed), coordinator('emp-other'), 'approve')).toBe('propose');
    expect(mayOf(caseOf(), coordinator(proposer), 'approve')).toBe('propose');
    const early: EventDraft = { type: 'proposed', facts: { action: 'end-early', step: 'close-case' } };
    expect(mayOf(caseOf(early), chair(proposer), 'end-early')).toBe('decide');
    expect(mayOf(caseOf(early), chair(proposer), 'return-to-enrichment')).toBe('decide');
  });

  test('holds every other action against what stands, not against what is proposed', () => {
    const record = caseOf(proposed);
    expect(unmetFor(record, chair('emp-other'), 'return-to-enrichment')).toEqual(['reasons-given']);
    expect(unmetFor(record, chair('emp-other'), 'end-early')).toEqual(['reasons-given', 'statement-given']);
  });

  test('is what leaves the present state, and nothing that the clock does', () => {
    const actions = possibleActions({
      model,
      machine: 'case',
      record: caseOf(),
      actor: chair('emp-other'),
      known: {},
      now,
    });
    expect(actions.map(({ action }) => action)).toEqual(['return-to-enrichment', 'approve', 'end-early']);
  });

  test('is nothing once the retention period is over', () => {
    const clock = { endsAt: '2026-06-01T12:00:00.000Z', lockedYears: 5 };
    const past = fold(eventsOf('case', [openedEvent({ state: 'weighed', retention: clock })]), reducers.case);
    const acting = {
      model,
      machine: 'case',
      record: past as ProcessRecord,
      actor: chair('emp-other'),
      known: {},
    } as const;
    expect(possibleActions({ ...acting, now })).toEqual([]);
    expect(possibleActions({ ...acting, now: Date.parse('2026-06-01T11:00:00Z') })).toHaveLength(3);
  });
});
