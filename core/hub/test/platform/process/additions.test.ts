import { expect, test } from '@jest/globals';
import { KoppelError } from '@koppel/contract';
import { withoutVersions } from '../../../src/platform/process/additions.ts';

test('how far a hidden case has come is not told to whoever decides on a question from it', async () => {
  const late = new KoppelError('resource.changed', undefined, { details: { seen: 7, current: 9 } });
  const told = await Promise.reject(late)
    .catch(withoutVersions)
    .catch((error: unknown) => error);
  expect(told).toMatchObject({ code: 'resource.changed' });
  expect(JSON.stringify((told as KoppelError).details)).not.toMatch(/seen|current/);
});

test('any other problem is told as it is', async () => {
  const closed = new KoppelError('process.closed');
  await expect(Promise.reject(closed).catch(withoutVersions)).rejects.toBe(closed);
});
