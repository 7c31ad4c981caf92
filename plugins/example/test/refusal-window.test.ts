import { expect, test } from '@jest/globals';
import { RefusalWindow } from '../src/refusal-window.ts';

test('a requester is forgotten once the window has passed, so that many of them do not fill the memory', () => {
  const window = new RefusalWindow({ refusals: 3, windowMs: 1000 });
  for (let i = 0; i < 500; i += 1) window.add(`requester-${i}`, i);
  expect(window.size).toBe(500);
  window.add('requester-late', 1200);
  expect(window.size).toBe(300);
  window.add('requester-later', 10_000);
  expect(window.size).toBe(1);
});

test('a refusal counts until the window has passed and not a millisecond longer', () => {
  const counts = (last: number): boolean => {
    const window = new RefusalWindow({ refusals: 1, windowMs: 1000 });
    window.add('requester', 0);
    return window.add('requester', last);
  };
  expect([counts(999), counts(1000)]).toEqual([true, false]);
});
