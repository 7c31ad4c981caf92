import { expect, test } from '@jest/globals';
import { waitUntil } from '../src/index.ts';

test('waiting ends as soon as the condition is true', async () => {
  let asked = 0;
  await waitUntil(() => ++asked === 3, 'it was asked three times');
  expect(asked).toBe(3);
});

test('waiting in vain fails with the sentence', async () => {
  await expect(waitUntil(() => false, 'pigs fly', 20)).rejects.toThrow('Waited 20 ms in vain until pigs fly');
});
