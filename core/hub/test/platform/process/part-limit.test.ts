import { expect, test } from '@jest/globals';
import { requireRoom, requireRoomForBrought } from '../../../src/platform/process/part-limit.ts';
import type { ProcessDesk } from '../../../src/platform/process/process-desk.ts';

const root = { id: '01938c5e-8c00-7000-8000-000000000001', collaboration: 'example-region' };
const deskWith = (parts: number) => ({ within: () => Promise.resolve([{ parts }]) }) as unknown as ProcessDesk;
const refused = { code: 'case.too-many-parts' };

test('people open five thousand parts of one case and not one more', async () => {
  await requireRoom(deskWith(4999), root);
  await expect(requireRoom(deskWith(5000), root)).rejects.toMatchObject(refused);
  await expect(requireRoom(deskWith(4999), root, 2)).rejects.toMatchObject(refused);
});

test('steps still bring their tasks to a full case, so that it can be ended, but not without end', async () => {
  await requireRoomForBrought(deskWith(5000), root, 200);
  await requireRoomForBrought(deskWith(20_000), root, 0);
  await expect(requireRoomForBrought(deskWith(9999), root, 2)).rejects.toMatchObject(refused);
});
