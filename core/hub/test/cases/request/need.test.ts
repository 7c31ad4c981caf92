import { describe, expect, test } from '@jest/globals';
import { KoppelError } from '@koppel/contract';
import type { Actor, Standing } from '@koppel/process';
import { requireAsking, requireFit } from '../../../src/cases/request/need.ts';
import { defaultModel } from '../../default-model.ts';
import { aRecord } from '../../fixtures.ts';

const model = await defaultModel();
const caseIn = (state: string): Standing => ({ model, machine: 'case', state });
const actorAs = (role: string, level: 'operational' | 'policy' = 'operational'): Actor => ({
  oin: '00000009999000000001',
  person: 'pol-30fa',
  authorities: [{ mandate: '01938c5e-8c00-7000-8000-0000000000d1', role, level }],
});

const codeOf = (attempt: () => unknown): string => {
  try {
    attempt();
    return 'no problem';
  } catch (error) {
    return error instanceof KoppelError ? error.code : 'something else';
  }
};

describe('asking for what is needed', () => {
  test.each(['case-chair', 'case-coordinator', 'partner'])('is for A, R and S of the step: %s', (role) => {
    const asking = requireAsking(caseIn('draft'), { actor: actorAs(role) }, 'residents');
    expect(asking).toMatchObject({ need: { id: 'residents' }, step: 'enrich-case', capacity: { role } });
  });

  test.each([
    ['for another role', 'triager', 'operational'],
    ['on another level', 'partner', 'policy'],
  ] as const)('is not %s', (_title, role, level) => {
    expect(codeOf(() => requireAsking(caseIn('draft'), { actor: actorAs(role, level) }, 'residents'))).toBe(
      'process.role-missing',
    );
  });

  test('is for a step that is open now', () => {
    expect(codeOf(() => requireAsking(caseIn('approved'), { actor: actorAs('case-chair') }, 'residents'))).toBe(
      'process.transition-refused',
    );
  });

  test('is for a need that the model knows', () => {
    expect(codeOf(() => requireAsking(caseIn('draft'), { actor: actorAs('case-chair') }, 'constructor'))).toBe(
      'request.invalid',
    );
  });
});

describe('asking for what a part of the case needs', () => {
  const inProgress: Standing = { model, machine: 'intervention', state: 'in-progress' };
  const asOwner = (role: string, owner: string) => () =>
    requireAsking(inProgress, { actor: actorAs(role), owner }, 'residents');
  const own = '00000009999000000001';
  const foreign = '00000009999000000002';

  test('is for the owner’s people, and for A and S of the step whoever owns it', () => {
    expect(asOwner('intervention-owner', own)()).toMatchObject({ step: 'carry-out-intervention' });
    expect(asOwner('case-chair', foreign)()).toMatchObject({ capacity: { role: 'case-chair' } });
    expect(asOwner('case-coordinator', foreign)()).toMatchObject({ capacity: { role: 'case-coordinator' } });
    expect(codeOf(asOwner('intervention-owner', foreign))).toBe('process.role-missing');
  });

  test('is for a state in which its step is done', () => {
    const done: Standing = { ...inProgress, state: 'completed' };
    const attempt = () => requireAsking(done, { actor: actorAs('intervention-owner'), owner: own }, 'residents');
    expect(codeOf(attempt)).toBe('process.transition-refused');
  });
});

describe('an agreement', () => {
  const { need } = requireAsking(caseIn('draft'), { actor: actorAs('partner') }, 'residents');
  const draft = {
    need: 'residents',
    agreement: '01938c5e-8c00-7000-8000-000000000001',
    reasons: 'Needed',
    request: {},
  };
  const fit = (agreement: object, change: object = {}) =>
    codeOf(() =>
      requireFit(aRecord({}, agreement), need, { collaboration: 'example-region', draft: { ...draft, ...change } }),
    );

  test('fits when everything is as the model has it', () => {
    expect(fit({})).toBe('no problem');
    expect(fit({}, { subjectRole: 'suspect' })).toBe('no problem');
  });

  test.each([
    ['collaboration', { collaboration: 'another-region' }, {}],
    ['operation', { operation: 'municipality.find-permits' }, {}],
    ['version', { operationVersion: 2 }, {}],
    ['mode', { mode: 'match' }, {}],
    ['purpose', { purpose: { code: 'provide-assistance', description: { nl: 'x', en: 'x' } } }, {}],
    ['role', {}, { subjectRole: 'convicted' }],
  ])('does not fit with another %s', (_title, agreement, change) => {
    expect(fit(agreement, change)).toBe('request.invalid');
  });
});
