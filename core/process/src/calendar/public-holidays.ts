/** A day of the calendar, wherever the sun is: days since 1 January 1970. */
export type CalendarDay = number;

const dayMs = 86_400_000;

const calendarDay = (year: number, month: number, day: number): CalendarDay => Date.UTC(year, month - 1, day) / dayMs;

export const yearOf = (day: CalendarDay): number => new Date(day * dayMs).getUTCFullYear();

/** From 0 (Sunday) to 6 (Saturday). */
export const weekdayOf = (day: CalendarDay): number => new Date(day * dayMs).getUTCDay();

/** Easter Sunday by the Gregorian computus (Meeus, Jones and Butcher). */
export function easterOf(year: number): CalendarDay {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const yearOfCentury = year % 100;
  const moonShift = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - moonShift + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(yearOfCentury / 4) - epact - (yearOfCentury % 4)) % 7;
  const correction = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const fromMarch = epact + weekday - 7 * correction + 114;
  return calendarDay(year, Math.floor(fromMarch / 31), (fromMarch % 31) + 1);
}

/** King's Day (27 April since 2014) moves to the Saturday when it is a Sunday. */
function kingsDayOf(year: number): CalendarDay {
  const day = calendarDay(year, 4, 27);
  return weekdayOf(day) === 0 ? day - 1 : day;
}

/**
 * The days that article 3 of the Algemene termijnenwet counts as public holidays, with Good Friday, which its second
 * paragraph puts on a level with them. Days that a royal decree adds for one year are not among them.
 */
export function publicHolidaysOf(year: number): CalendarDay[] {
  const easter = easterOf(year);
  return [
    calendarDay(year, 1, 1),
    easter - 2,
    easter + 1,
    kingsDayOf(year),
    calendarDay(year, 5, 5),
    easter + 39,
    easter + 50,
    calendarDay(year, 12, 25),
    calendarDay(year, 12, 26),
  ];
}
