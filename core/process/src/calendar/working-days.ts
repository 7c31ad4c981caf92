import { dutchDayAt, startOfDutchDay } from './dutch-time.ts';
import { publicHolidaysOf, weekdayOf, yearOf, type CalendarDay } from './public-holidays.ts';

const isWorking = (day: CalendarDay): boolean =>
  weekdayOf(day) !== 0 && weekdayOf(day) !== 6 && !publicHolidaysOf(yearOf(day)).includes(day);

/** Whether the day in the Netherlands at an instant (milliseconds since the epoch) is no Saturday, Sunday or public holiday. */
export const isWorkingDay = (atMs: number): boolean => isWorking(dutchDayAt(atMs));

/**
 * When a period of so many working days is over: the instant on which its last day ends in the Netherlands, which is
 * the first of the next day. The day on which it starts does not count. A period of 0 ends with its own day, or with the
 * first working day after it when that is none (Algemene termijnenwet art. 1).
 *
 * @throws RangeError unless `workingDays` is a whole number, not negative.
 */
export function addWorkingDays(fromMs: number, workingDays: number): number {
  if (!Number.isSafeInteger(workingDays) || workingDays < 0)
    throw new RangeError('Working days are counted in whole days');
  let day = dutchDayAt(fromMs);
  if (workingDays === 0) {
    while (!isWorking(day)) day += 1;
  }
  for (let left = workingDays; left > 0; ) {
    day += 1;
    if (isWorking(day)) left -= 1;
  }
  return startOfDutchDay(day + 1);
}
