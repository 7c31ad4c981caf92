import { expect, test } from '@jest/globals';
import { bodiesFor, copiesOf, foreignReporter } from '../src/cases/recipe.ts';
import { casesPerEndedTemplate } from '../src/cases/template-cases.ts';

test('bodies hold two thousand cases each, and the last what is left', () => {
  expect(bodiesFor(5100)).toEqual([2000, 2000, 1100]);
  expect(bodiesFor(4000)).toEqual([2000, 2000]);
  expect(bodiesFor(0)).toEqual([]);
});

test.each([100, 200, 1900, 2000])('of %d cases as many are copied, and a twentieth of them is open', (cases) => {
  const [_signals, draft, enriched, ended] = copiesOf(cases);
  expect(draft + enriched + ended * casesPerEndedTemplate).toBe(cases);
  expect(draft + enriched).toBe(cases / 20);
});

test('every fortieth body has the municipality whose people work here, and the others one that is not issued', () => {
  const reporters = Array.from({ length: 80 }, (_, body) => foreignReporter(body));
  expect(reporters.flatMap((reporter, body) => (reporter === undefined ? [body] : []))).toEqual([0, 40]);
  expect(new Set(reporters).size).toBe(40);
  for (const reporter of reporters) expect(reporter ?? '00000009999100000001').toMatch(/^0000000999910\d{7}$/);
});
