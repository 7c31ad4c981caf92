import { describe, expect, test } from '@jest/globals';
import { addressIds, isBsn, isTestBsn, kvkNumber, testBsns } from '../../src/population/numbers.ts';

describe('isBsn', () => {
  test('accepts a number whose weighted digits are a multiple of eleven', () => {
    expect(isBsn('111222333')).toBe(true);
    expect(isBsn('123456782')).toBe(true);
  });

  test.each(['111222334', '123456789', '000000000', '11122233', '1112223330', '11122233a', ''])(
    'refuses %j',
    (text) => {
      expect(isBsn(text)).toBe(false);
    },
  );
});

describe('the test range', () => {
  test('holds only bsns that pass the 11-test and start with 9999', () => {
    expect(testBsns.every((bsn) => /^9999\d{5}$/.test(bsn) && isBsn(bsn))).toBe(true);
  });

  test('holds every such number once', () => {
    const passing = Array.from({ length: 100_000 }, (_, i) => String(999_900_000 + i)).filter(isBsn);
    expect(testBsns).toEqual(passing);
  });

  test('excludes a valid bsn from outside it', () => {
    expect(isTestBsn('111222333')).toBe(false);
    expect(isTestBsn(testBsns[0] ?? '')).toBe(true);
  });
});

test('kvk numbers have eight digits and address ids sixteen', () => {
  expect(kvkNumber(12)).toBe('00000012');
  expect(addressIds(12)).toEqual({ id: '9990010000000012', designationId: '9990200000000012' });
});
