import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addWorkingDays, isWorkingDay } from '../../src/index.ts';
import { easterOf, publicHolidaysOf, type CalendarDay } from '../../src/calendar/public-holidays.ts';

const dayMs = 86_400_000;
const isoDay = (day: CalendarDay): string => new Date(day * dayMs).toISOString().slice(0, 10);
const at = (instant: string): number => Date.parse(instant);
const isoOf = (ms: number): string => new Date(ms).toISOString();

describe('Easter', () => {
  // As published by churches and almanacs, not computed here.
  test.each([
    ['2024', '03-31'],
    ['2025', '04-20'],
    ['2026', '04-05'],
    ['2027', '03-28'],
    ['2028', '04-16'],
    ['2029', '04-01'],
    ['2030', '04-21'],
    ['2031', '04-13'],
    ['2032', '03-28'],
    ['2033', '04-17'],
    ['2034', '04-09'],
    ['2035', '03-25'],
    ['1818', '03-22'],
    ['1943', '04-25'],
    ['2038', '04-25'],
    ['2285', '03-22'],
  ])('of %s is on %s', (year, day) => {
    expect(isoDay(easterOf(Number(year)))).toBe(`${year}-${day}`);
  });

  test('is a Sunday from 22 March to 25 April, always', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1600, max: 3000 }), (year) => {
        const day = new Date(easterOf(year) * dayMs);
        const inYear = isoDay(easterOf(year)).slice(5);
        expect(day.getUTCDay()).toBe(0);
        expect(inYear >= '03-22' && inYear <= '04-25').toBe(true);
      }),
    );
  });
});

describe('public holidays', () => {
  test('of 2026 are those of the Algemene termijnenwet', () => {
    expect(publicHolidaysOf(2026).map(isoDay).toSorted()).toEqual([
      '2026-01-01',
      '2026-04-03',
      '2026-04-06',
      '2026-04-27',
      '2026-05-05',
      '2026-05-14',
      '2026-05-25',
      '2026-12-25',
      '2026-12-26',
    ]);
  });

  test.each([
    ['2025', '2025-04-26'],
    ['2026', '2026-04-27'],
    ['2031', '2031-04-26'],
    ['2032', '2032-04-27'],
  ])('King’s Day of %s is on %s: never on a Sunday', (year, day) => {
    const april = publicHolidaysOf(Number(year))
      .map(isoDay)
      .filter((text) => /-04-2[67]$/.test(text));
    expect(april).toEqual([day]);
  });

  test.each([
    ['Ascension Day', '2024-05-09'],
    ['Whit Monday', '2024-05-20'],
    ['Good Friday', '2027-03-26'],
    ['Easter Monday', '2027-03-29'],
    ['Ascension Day', '2030-05-30'],
    ['Whit Monday', '2035-05-14'],
    ['Liberation Day, each year', '2027-05-05'],
  ])('%s is on %s', (_name, day) => {
    expect(publicHolidaysOf(Number(day.slice(0, 4))).map(isoDay)).toContain(day);
  });
});

describe('a working day', () => {
  test.each([
    ['2026-04-02T12:00:00Z', true, 'Thursday'],
    ['2026-04-03T12:00:00Z', false, 'Good Friday'],
    ['2026-04-04T12:00:00Z', false, 'Saturday'],
    ['2026-04-05T12:00:00Z', false, 'Sunday'],
    ['2026-04-06T12:00:00Z', false, 'Easter Monday'],
    ['2026-04-07T12:00:00Z', true, 'Tuesday'],
    ['2026-12-24T12:00:00Z', true, 'Christmas Eve'],
    ['2026-12-31T12:00:00Z', true, 'New Year’s Eve'],
  ])('is at %s: %p (%s)', (instant, isWorking) => {
    expect(isWorkingDay(at(instant))).toBe(isWorking);
  });

  test.each([
    ['2025-12-31T22:59:59.999Z', true],
    ['2025-12-31T23:00:00.000Z', false],
    ['2026-01-01T22:59:59.999Z', false],
    ['2026-01-01T23:00:00.000Z', true],
    ['2026-05-04T21:59:59.999Z', true],
    ['2026-05-04T22:00:00.000Z', false],
  ])('begins and ends with the day in the Netherlands: %s %p', (instant, isWorking) => {
    expect(isWorkingDay(at(instant))).toBe(isWorking);
  });
});

describe('a period of working days', () => {
  test.each([
    ['ends when its last day ends', '2026-03-02T09:00:00Z', 1, '2026-03-03T23:00:00.000Z'],
    ['does not count its first day, however early', '2026-03-01T23:00:00Z', 1, '2026-03-03T23:00:00.000Z'],
    ['passes over a weekend', '2026-03-06T16:00:00Z', 1, '2026-03-09T23:00:00.000Z'],
    ['passes over Easter', '2026-04-02T16:00:00Z', 1, '2026-04-07T22:00:00.000Z'],
    ['passes over Christmas and New Year', '2026-12-24T10:00:00Z', 5, '2027-01-04T23:00:00.000Z'],
    ['of nothing ends with its own day', '2026-03-02T09:00:00Z', 0, '2026-03-02T23:00:00.000Z'],
    [
      'of nothing ends with the next working day if its own is none',
      '2026-04-03T09:00:00Z',
      0,
      '2026-04-07T22:00:00.000Z',
    ],
    ['keeps to the clock when summer begins', '2026-03-27T09:00:00Z', 1, '2026-03-30T22:00:00.000Z'],
    ['keeps to the clock when winter begins', '2026-10-23T09:00:00Z', 1, '2026-10-26T23:00:00.000Z'],
    ['ends a day on which the clock goes forward', '2026-03-29T00:30:00Z', 0, '2026-03-30T22:00:00.000Z'],
    ['ends a day on which the clock goes back', '2026-10-25T00:30:00Z', 0, '2026-10-26T23:00:00.000Z'],
    ['begins on the day that the Netherlands have', '2026-03-02T23:30:00Z', 1, '2026-03-04T23:00:00.000Z'],
  ])('%s', (_title, from, ...[days, end]) => {
    expect(isoOf(addWorkingDays(at(from), days))).toBe(end);
  });

  test.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('is not %p days long', (days) => {
    expect(() => addWorkingDays(0, days)).toThrow(RangeError);
  });

  test('does not start at no time', () => {
    expect(() => addWorkingDays(Number.NaN, 1)).toThrow(RangeError);
  });

  const moment = fc.integer({ min: at('2015-01-01T00:00:00Z'), max: at('2060-01-01T00:00:00Z') });
  const length = fc.integer({ min: 1, max: 200 });

  test('has exactly so many working days in it after the first day', () => {
    fc.assert(
      fc.property(moment, length, (from, days) => {
        const end = addWorkingDays(from, days);
        const dayEnd = (ms: number) => new Date(ms).toLocaleDateString('en-CA', { timeZone: 'Europe/Amsterdam' });
        const seen = new Map<string, boolean>();
        for (let ms = from; ms < end; ms += dayMs / 4) seen.set(dayEnd(ms), isWorkingDay(ms));
        seen.delete(dayEnd(from));
        expect([...seen.values()].filter(Boolean).length).toBe(days);
        expect(isWorkingDay(end - 1)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('ends at midnight in the Netherlands, and later when it is longer', () => {
    fc.assert(
      fc.property(moment, length, (from, days) => {
        const end = addWorkingDays(from, days);
        const clock = new Date(end).toLocaleTimeString('nl-NL', { timeZone: 'Europe/Amsterdam' });
        expect(clock).toBe('00:00:00');
        expect(addWorkingDays(from, days + 1)).toBeGreaterThan(end);
        expect(addWorkingDays(from, 0)).toBeLessThanOrEqual(addWorkingDays(from, 1));
      }),
      { numRuns: 100 },
    );
  });
});
