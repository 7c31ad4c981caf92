import { expect, test } from '@jest/globals';
import { silentLog } from '@koppel/testkit';
import { KeyRing } from '../../../src/platform/keys/key-ring.ts';
import { MemoryCustody } from './memory-custody.ts';
import { MemoryRegister } from './memory-register.ts';

const name = 'example-region';

test('a key that a later look saw is not forgotten when an earlier one is answered last', async () => {
  const register = new MemoryRegister();
  const ring = await KeyRing.open({ custody: new MemoryCustody(), register, log: silentLog });
  const list = register.list.bind(register);
  const { promise: answered, resolve: answer } = Promise.withResolvers<Awaited<ReturnType<typeof list>>>();
  register.list = () => answered;
  const early = ring.look();
  register.list = list;
  const before = await list();
  await ring.active('case', name);
  answer(before);
  await early;
  expect(ring.versions('case', name).map(({ state }) => state)).toEqual(['active']);
});
