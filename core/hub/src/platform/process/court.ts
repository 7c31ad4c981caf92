import { turn } from './fold.ts';
import type { ProcessRecord } from './process-record.ts';

/** The record as it stands now: the time of whoever's turn it is runs on between events. */
export const withRunningTime = (record: ProcessRecord, now: number): ProcessRecord => ({
  ...record,
  court: { ...turn(record.court, record.court.side, new Date(now).toISOString()), since: record.court.since },
});
