import { describe, expect, test } from '@jest/globals';
import { KoppelError } from '@koppel/contract';
import type { Actor, Standing } from '@koppel/process';
import { latestFor, latestFrom, requireKeeper, requireLonger } from '../../../src/cases/retention/extension-rules.ts';
import type { ItemTerms } from '../../../src/platform/item.schema.ts';
import { defaultModel } from '../../default-model.ts';

const model = await defaultModel();
const now = Date.parse('2026-06-01T12:00:00.000Z');

const actorAs = (role: string, level: 'operational' | 'strategic' = 'operational'): Actor => ({
  oin: '00000009999000000001',
  person: 'ctr-c6d1',
  authorities: [{ mandate: '01938c5e-8c00-7000-8000-0000000000d1', role, level }],
});

const messageOf = (attempt: () => unknown): string => {
  try {
    attempt();
    return 'no problem';
  } catch (error) {
    return error instanceof KoppelError ? `${error.code} ${error.details.faults?.[0]?.message ?? ''}`.trim() : 'else';
  }
};

describe('who may keep something longer', () => {
  const evaluated: Standing = { model, machine: 'case', state: 'evaluated' };

  test('is the accountable of the step in which the clock will act', () => {
    expect(requireKeeper(evaluated, actorAs('case-chair')).role).toBe('case-chair');
    expect(messageOf(() => requireKeeper(evaluated, actorAs('case-coordinator')))).toBe('process.role-missing');
    expect(messageOf(() => requireKeeper(evaluated, actorAs('case-chair', 'strategic')))).toBe('process.role-missing');
  });

  test('is not the accountable of the step that was done last', () => {
    const rejected: Standing = { model, machine: 'signal', state: 'rejected' };
    expect(requireKeeper(rejected, actorAs('case-coordinator')).role).toBe('case-coordinator');
    expect(messageOf(() => requireKeeper(rejected, actorAs('case-chair')))).toBe('process.role-missing');
  });

  test('is the accountable of the step that was done last, when the model gives the clock none', () => {
    const { machines } = model;
    const transitions = machines.case.transitions.filter(({ clock }) => clock === undefined);
    const clockless = { ...model, machines: { ...machines, case: { ...machines.case, transitions } } };
    const standing = { ...evaluated, model: clockless, state: 'enriched' };
    expect(requireKeeper(standing, actorAs('case-chair')).role).toBe('case-chair');
    expect(messageOf(() => requireKeeper(standing, actorAs('partner')))).toBe('process.role-missing');
  });
});

describe('how long', () => {
  const endsAt = '2027-01-01T00:00:00.000Z';
  const latest = latestFrom(now);
  const longer = (until: string, end: string | null = endsAt) =>
    messageOf(() => requireLonger(until, { endsAt: end, latest }));

  test('is at most five years ahead, to the millisecond', () => {
    expect(latest).toBe('2031-06-01T12:00:00.000Z');
    expect(longer(latest)).toBe('no problem');
    expect(longer('2031-06-01T12:00:00.001Z')).toBe(`request.invalid must not be after ${latest}`);
  });

  test('is longer than it was', () => {
    expect(longer(endsAt)).toBe(`request.invalid must be after ${endsAt}`);
    expect(longer('2027-01-01T00:00:01Z')).toBe('no problem');
  });

  test('is for something that ends', () => {
    expect(longer(latest, null)).toContain('no clock runs');
  });

  test('is a day that exists', () => {
    expect(longer('2027-02-30T00:00:00Z')).toContain('calendar');
  });
});

describe('the utmost for an item', () => {
  const addedAt = '2026-05-01T12:00:00.000Z';
  const terms: ItemTerms = {
    agreement: { id: '01938c5e-8c00-7000-8000-0000000000f3', version: 1 },
    retention: { days: 365, lockedYears: 5 },
    onwardDisclosure: { allowed: false, recipients: [] },
    secrecy: [],
  };

  test('is what its agreement says, counted from when it came', () => {
    expect(latestFor({ terms, addedAt }, now)).toBe('2027-05-01T12:00:00.000Z');
  });

  test('is five years ahead for what was written here', () => {
    expect(latestFor({ terms: { ...terms, agreement: null }, addedAt }, now)).toBe(latestFrom(now));
  });
});
