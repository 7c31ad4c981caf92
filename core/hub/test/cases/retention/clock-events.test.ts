import { describe, expect, test } from '@jest/globals';
import type { ReferenceModel } from '@koppel/process';
import { clockEvents } from '../../../src/cases/retention/clock-events.ts';
import { exampleRequest } from '../../../src/cases/request/request.examples.ts';
import type { ProcessRecord, Retention } from '../../../src/platform/process/process-record.ts';
import { defaultModel } from '../../default-model.ts';

const model = await defaultModel();
const now = Date.parse('2026-06-01T12:00:00.000Z');
const clock: Retention = { status: 'active', endsAt: '2026-06-01T12:00:00.000Z', lockedYears: 5, decision: null };
const endsAt = '2031-06-01T12:00:00.000Z';

const recordIn = (kind: ProcessRecord['kind'], state: string): ProcessRecord => ({ ...exampleRequest, kind, state });

const withCase = (change: (machine: ReferenceModel['machines']['case']) => object): ReferenceModel => ({
  ...model,
  machines: { ...model.machines, case: { ...model.machines.case, ...change(model.machines.case) } },
});

const typesOf = (record: ProcessRecord, by: ReferenceModel = model) =>
  clockEvents(record, { step: 'lock', model: by, clock, endsAt, now }).map(({ type }) => type);

describe('what the clock does to something', () => {
  test('is the change of state that the model gives it, and the lock itself', () => {
    const [transitioned, locked] = clockEvents(recordIn('case', 'evaluated'), {
      step: 'lock',
      model,
      clock,
      endsAt,
      now,
    });
    expect(transitioned).toMatchObject({
      type: 'transitioned',
      facts: { action: 'lock', from: 'evaluated', to: 'locked', step: 'keep-case' },
    });
    expect(locked).toEqual({ type: 'retention-locked', facts: { endsAt } });
  });

  test('is destroying when the lock is over', () => {
    const over: Retention = { ...clock, status: 'locked' };
    const events = clockEvents(recordIn('case', 'locked'), { step: 'destroy', model, clock: over, endsAt: null, now });
    expect(events).toMatchObject([
      { type: 'transitioned', facts: { to: 'destroyed' } },
      { type: 'retention-destroyed' },
    ]);
  });

  test('is the lock alone where the model has no change of state for it', () => {
    const clockless = withCase(({ transitions }) => ({ transitions: transitions.filter(({ clock: by }) => !by) }));
    expect(typesOf(recordIn('case', 'evaluated'), clockless)).toEqual(['retention-locked']);
    expect(typesOf(recordIn('information-request', 'answered'))).toEqual(['retention-locked']);
    expect(typesOf(recordIn('task', 'done'))).toEqual(['retention-locked']);
  });

  test('does not wait for something that the model asks besides', () => {
    const guard = { rule: 'lessons-given', minimum: 3 } as const;
    const guarded = withCase(({ transitions }) => ({
      transitions: transitions.map((found) => (found.clock === 'lock' ? { ...found, guards: [guard] } : found)),
    }));
    expect(typesOf(recordIn('case', 'evaluated'), guarded)).toEqual(['retention-locked']);
  });

  test('starts no clock anew that was decided on before', () => {
    const retention = { days: 9, lockedYears: 9 };
    const renewing = withCase(({ states }) => ({
      states: states.map((state) => (state.id === 'locked' ? { ...state, retention } : state)),
    }));
    const [transitioned] = clockEvents(recordIn('case', 'evaluated'), {
      step: 'lock',
      model: renewing,
      clock,
      endsAt,
      now,
    });
    expect(transitioned?.facts).toMatchObject({ to: 'locked' });
    expect(transitioned?.facts).not.toHaveProperty('retention');
  });
});
