import type { CalendarDay } from './public-holidays.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const clock = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Amsterdam',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
});

interface WallTime {
  readonly day: CalendarDay;
  readonly hour: number;
}

function wallTimeAt(atMs: number): WallTime {
  const parts = new Map(clock.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]));
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
  return { day: Date.UTC(part('year'), part('month') - 1, part('day')) / dayMs, hour: part('hour') };
}

/** The day that calendars in the Netherlands show at an instant, in milliseconds since the epoch. */
export const dutchDayAt = (atMs: number): CalendarDay => wallTimeAt(atMs).day;

/** The instant on which a day begins in the Netherlands; clocks change at one in the night (UTC), so every day begins once. */
export function startOfDutchDay(day: CalendarDay): number {
  // At midnight UTC it is one or two o'clock of the same day in the Netherlands, all year round.
  const midnightUtc = day * dayMs;
  return midnightUtc - wallTimeAt(midnightUtc).hour * hourMs;
}
