import { describe, expect, test } from '@jest/globals';
import { toPartialDate, toSex } from '../../src/persons/persoon.ts';
import { registerPaths, toResident } from '../../src/persons/resident.ts';

describe('a person of the register', () => {
  test.each([
    [{ type: 'Datum', datum: '1980-02-03' }, '1980-02-03'],
    [{ type: 'JaarMaandDatum', jaar: 1980, maand: 2 }, '1980-02'],
    [{ type: 'JaarDatum', jaar: 1980 }, '1980'],
    [{ type: 'DatumOnbekend' }, undefined],
    [undefined, undefined],
  ])('has a date as far as it is known: %j', (date, told) => {
    expect(toPartialDate(date)).toBe(told);
  });

  test.each([
    ['M', 'male'],
    ['V', 'female'],
    ['O', 'unknown'],
    ['X', 'unknown'],
  ])('has a sex: %s', (code, told) => {
    expect(toSex({ burgerservicenummer: '999900006', geslacht: { code } })).toBe(told);
  });

  test('keeps what the register does not know absent', () => {
    const person = { burgerservicenummer: '999900006', naam: {} };
    expect(toResident(person, ['bsn', 'familyName', 'sex', 'city', 'birthDate'])).toEqual({ bsn: '999900006' });
  });

  test('is never asked for without the bsn, and for it only once', () => {
    expect(registerPaths([])).toEqual(['burgerservicenummer']);
    expect(registerPaths(['bsn', 'age'])).toEqual(['burgerservicenummer', 'leeftijd']);
  });
});
