import { expect, test } from '@jest/globals';
import { InstantReader } from '../../src/entry/instant-reader.ts';

test('reads instants within a second and across seconds', () => {
  const reader = new InstantReader();
  for (const instant of [
    '2026-03-02T08:00:00.000Z',
    '2026-03-02T08:00:00.123Z',
    '2026-03-02T08:00:01.004Z',
    '2024-02-29T23:59:59.999Z',
  ]) {
    expect(reader.read(instant)).toBe(Date.parse(instant));
  }
});

test.each([
  '2026-02-30T08:00:00.000Z',
  '2026-03-02T24:00:00.000Z',
  '2026-13-01T00:00:00.000Z',
  '2026-03-02T08:60:00.000Z',
])('does not read %s, which does not exist', (instant) => {
  expect(new InstantReader().read(instant)).toBeUndefined();
});
