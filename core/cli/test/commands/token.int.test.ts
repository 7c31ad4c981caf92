import { expect, test } from '@jest/globals';
import { meetHub } from '../meet-hub.ts';

test('koppel token prints the token and nothing else', async () => {
  const { koppel } = await meetHub();
  expect(await koppel.run(['token'])).toMatchObject({ output: 'a-token\n', errors: '' });
});
