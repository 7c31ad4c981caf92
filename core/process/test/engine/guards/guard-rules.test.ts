import { expect, test } from '@jest/globals';
import { Guard, GuardName, guardParameters, guardRules, transition, type GuardParameter } from '../../../src/index.ts';
import { factsWith, guardedBy } from '../sample-model.ts';

const grow = { name: 'grow', intent: 'decide' } as const;

test('every rule of the schema exists, with its parameters, and nothing besides', () => {
  expect(Object.keys(guardRules).toSorted()).toEqual(GuardName.enum.toSorted());
  expect(Object.keys(guardParameters).toSorted()).toEqual(GuardName.enum.toSorted());
});

test('every parameter of the schema is taken by some rule', () => {
  const taken = Object.values(guardParameters).flatMap(({ required, optional }): GuardParameter[] => [
    ...required,
    ...optional,
  ]);
  expect([...new Set<string>(taken), 'rule'].toSorted()).toEqual(Object.keys(Guard.properties).toSorted());
});

test('a rule that takes states says of which machine', () => {
  for (const { required, optional, statesOf } of Object.values(guardParameters)) {
    expect(statesOf !== undefined).toBe([...required, ...optional].includes('states'));
  }
});

test('everything that is missing is told at once, each in a sentence', () => {
  const standing = guardedBy(
    { rule: 'statement-given', statement: 'soil' },
    { rule: 'subject-recorded', minimum: 2 },
    { rule: 'owner-acts' },
    { rule: 'tasks-in', states: ['ripe'] },
  );
  const outcome = transition(standing, grow, factsWith({ input: { reasons: '' }, subjects: 2 }));
  expect(outcome).toMatchObject({
    isAllowed: false,
    code: 'process.guard-unmet',
    unmet: [
      { guard: 'reasons-given', message: 'Reasons of 3 to 2000 characters must be given.' },
      { guard: 'statement-given', message: 'The statement "soil" must be given.' },
      { guard: 'owner-acts', message: 'Only the organisation that owns this may do it.' },
    ],
  });
});

test.each(GuardName.enum)('what %s misses is told in a sentence without a value', (rule) => {
  expect(guardRules[rule].message({ rule, statement: 'soil', states: ['ripe'], minimum: 3 })).toMatch(/^[A-Z].*[.]$/);
});
