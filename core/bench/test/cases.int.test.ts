import { expect, test } from '@jest/globals';
import { isSound } from '../src/cases/results.ts';
import { runCases } from '../src/cases/run-cases.ts';

test('two hundred cases, each a copy that folds to its record, are opened, listed and worked on', async () => {
  const sentences: string[] = [];
  const options = { isJson: true, sizes: [100, 200], rounds: 1, requests: 3 };
  const results = await runCases(options, (sentence) => sentences.push(sentence));
  expect(results.sizes.map(({ cases, complaints }) => ({ cases, complaints }))).toEqual([
    { cases: 100, complaints: [] },
    { cases: 200, complaints: [] },
  ]);
  expect(isSound(results)).toBe(true);
  for (const size of results.sizes) {
    for (const figure of ['openP95Ms', 'boardP95Ms', 'tasksP95Ms', 'transitionP95Ms'] as const)
      expect(size[figure]).toBeGreaterThan(0);
  }
  expect(sentences).toContain('Filling 2 bodies with 200 cases');
}, 180_000);
