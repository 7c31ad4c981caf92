import { expect, test } from '@jest/globals';
import { readPromql } from './promql.ts';

test.each([
  ['up == 0', ['up']],
  ['sum by (code) (rate(koppel_a_total{code="x"}[5m])) / on (instance) koppel_b', ['koppel_a_total', 'koppel_b']],
  ['time() - max by (duty) (koppel_c)', ['koppel_c']],
])('%s reads %j', (expression, metrics) => {
  expect(readPromql(expression)).toEqual({ isCorrect: true, metrics });
});

test.each(['rate(koppel_a[5m) > 0', 'sum by (x koppel_a', 'koppel_a >', ''])('%s is no expression', (expression) => {
  expect(readPromql(expression).isCorrect).toBe(false);
});
