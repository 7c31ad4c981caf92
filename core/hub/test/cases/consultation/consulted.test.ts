import { describe, expect, test } from '@jest/globals';
import { consultedIn, ended, silenceOf } from '../../../src/cases/consultation/consulted.ts';
import { notYetAsked } from '../../../src/cases/consultation/consultation-opening.ts';
import type { ProcessRecord } from '../../../src/platform/process/process-record.ts';
import { partnerOins } from '../../process-people.ts';
import { defaultModel } from '../../default-model.ts';
import { aRecord } from '../a-record.ts';

const { police, tax } = partnerOins;
const entered = '2026-06-01T09:00:00.000Z';
const due = '2026-06-08T22:00:00.000Z';
const now = Date.parse('2026-06-02T09:00:00Z');
const after = Date.parse(due);
const record = aRecord({ enteredAt: entered });

const asked = (change: Partial<ProcessRecord> = {}): ProcessRecord =>
  aRecord({
    id: '01938c5e-8c00-7000-8000-0000000000f2',
    kind: 'consultation',
    state: 'asked',
    role: 'partner',
    owner: police,
    openedAt: entered,
    dueAt: due,
    content: { step: 'weigh-case', question: 'Well?' },
    ...change,
  });
const answered = asked({ state: 'answered', isOpen: false });

const rolesAt = (consultations: readonly ProcessRecord[], at: number, step = 'weigh-case') =>
  consultedIn(record, consultations, { step, now: at }).roles;

describe('a role is consulted', () => {
  test('once everybody who was asked in it has answered', () => {
    expect(rolesAt([answered], now)).toEqual(['partner']);
    expect(rolesAt([answered, asked({ owner: tax })], now)).toEqual([]);
    expect(rolesAt([asked()], now)).toEqual([]);
    expect(rolesAt([], now)).toEqual([]);
  });

  test('when the time of those who stayed silent is over, at the very moment and not before', () => {
    expect(rolesAt([answered, asked({ owner: tax })], after)).toEqual(['partner']);
    expect(rolesAt([asked()], after - 1)).toEqual([]);
    expect(rolesAt([asked({ dueAt: null })], after)).toEqual([]);
  });

  test('in the step that asked, since the case came into its present state', () => {
    expect(rolesAt([answered], now, 'agree-plan')).toEqual([]);
    expect(rolesAt([{ ...answered, openedAt: '2026-06-01T08:59:59.999Z' }], now)).toEqual([]);
  });

  test('apart from other roles', () => {
    expect(rolesAt([answered, asked({ role: 'triager' })], now)).toEqual(['partner']);
  });
});

describe('silence', () => {
  test('is that of those whose time is over without an answer, and is recorded as such', () => {
    const { silent } = consultedIn(record, [answered, asked()], { step: 'weigh-case', now: after });
    expect(silent).toEqual([asked()]);
    expect(silenceOf(silent)).toMatchObject([
      {
        stream: asked().id,
        seenVersion: 1,
        events: [{ type: 'transitioned', facts: { from: 'asked', to: 'silent', isOpen: false, court: 'nobody' } }],
      },
    ]);
  });

  test('and an answer keep the deadline, so that it shows what was in time', () => {
    expect(ended(asked(), { action: 'answer', to: 'answered' }).facts).toMatchObject({
      dueAt: due,
      step: 'weigh-case',
    });
  });
});

test('nobody is asked twice in one round', async () => {
  const step = (await defaultModel()).process.steps.find(({ id }) => id === 'weigh-case');
  if (!step) throw new Error('the model has lost a step');
  const everybody = [
    { role: 'partner', oin: police },
    { role: 'partner', oin: tax },
  ];
  expect(notYetAsked(everybody, { step, record, consultations: [asked()] })).toEqual([everybody[1]]);
  const earlier = asked({ openedAt: '2026-05-01T09:00:00.000Z' });
  expect(notYetAsked(everybody, { step, record, consultations: [earlier] })).toEqual(everybody);
});
