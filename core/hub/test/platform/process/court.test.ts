import { expect, test } from '@jest/globals';
import { withRunningTime } from '../../../src/platform/process/court.ts';
import { aRecord } from '../../cases/a-record.ts';

const since = '2026-06-01T09:00:00.000Z';
const now = Date.parse(since) + 5000;

test.each([
  ['owner', [15_000, 20_000]],
  ['opener', [10_000, 25_000]],
  ['nobody', [10_000, 20_000]],
] as const)('the time of the %s runs on between events, and only that', (side, [ownerMs, openerMs]) => {
  const record = aRecord({ court: { side, since, ownerMs: 10_000, openerMs: 20_000 } });
  expect(withRunningTime(record, now).court).toEqual({ side, since, ownerMs, openerMs });
});
