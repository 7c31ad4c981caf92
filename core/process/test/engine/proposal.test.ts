import { expect, test } from '@jest/globals';
import { inputOfDecision } from '../../src/index.ts';

const proposed = {
  reasons: 'It withered.',
  statements: { cause: 'Drought.', remedy: 'None.' },
  lessons: ['Water in the evening.'],
};

test('a decision stands on what was proposed, with the reasons of whoever decides', () => {
  expect(inputOfDecision(proposed, { reasons: 'Agreed.' })).toEqual({ ...proposed, reasons: 'Agreed.' });
});

test('what the decider says themselves replaces it, statement by statement', () => {
  expect(inputOfDecision(proposed, { reasons: 'Agreed.', statements: { remedy: 'Rain.' }, lessons: [] })).toEqual({
    reasons: 'Agreed.',
    statements: { cause: 'Drought.', remedy: 'Rain.' },
    lessons: [],
  });
});
