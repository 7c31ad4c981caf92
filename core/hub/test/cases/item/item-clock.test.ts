import { describe, expect, test } from '@jest/globals';
import { activeUntil, maySee, statusAt, yearsLater } from '../../../src/cases/item/item-clock.ts';
import type { ItemTerms } from '../../../src/platform/item.schema.ts';
import type { Retention } from '../../../src/platform/process/process-record.ts';
import { partnerOins } from '../../process-people.ts';

const now = Date.parse('2026-06-01T12:00:00.000Z');
const earlier = '2026-06-01T12:00:00.000Z';
const later = '2026-06-01T12:00:00.001Z';

const terms = (change: Partial<ItemTerms> = {}): ItemTerms => ({
  agreement: { id: '01938c5e-8c00-7000-8000-0000000000f3', version: 1 },
  retention: { days: 30, lockedYears: 5 },
  onwardDisclosure: { allowed: false, recipients: [] },
  secrecy: [],
  ...change,
});

const rootWith = (retention: Partial<Retention>) => ({
  retention: { status: 'active', endsAt: null, lockedYears: 5, decision: null, ...retention } as const,
});

describe('when an item is locked', () => {
  test('follows from its terms, and from nothing else when they say nothing', () => {
    expect(activeUntil(terms(), now)).toBe('2026-07-01T12:00:00.000Z');
    expect(activeUntil(terms({ retention: null }), now)).toBeNull();
  });

  test('is a leap day later in a leap year, and the end of it in another', () => {
    expect(yearsLater('2024-02-29T10:00:00.000Z', 4)).toBe('2028-02-29T10:00:00.000Z');
    expect(yearsLater('2026-06-01T12:00:00.000Z', 0)).toBe('2026-06-01T12:00:00.000Z');
  });
});

describe('the status of an item', () => {
  test.each([
    { title: 'is active before its end', item: { activeUntil: later }, root: {}, expected: 'active' },
    { title: 'is locked at its end', item: { activeUntil: earlier }, root: {}, expected: 'locked' },
    { title: 'is active without an end', item: { activeUntil: null }, root: {}, expected: 'active' },
    { title: 'ends with its case', item: { activeUntil: later }, root: { endsAt: earlier }, expected: 'locked' },
    { title: 'is locked with its case', item: { activeUntil: null }, root: { status: 'locked' }, expected: 'locked' },
    { title: 'is gone with it', item: { activeUntil: later }, root: { status: 'destroyed' }, expected: 'destroyed' },
  ] as const)('$title', ({ item, root, expected }) => {
    expect(statusAt({ status: 'active', ...item }, rootWith(root), now)).toBe(expected);
  });

  test('is not active again because somebody sets a clock back', () => {
    expect(statusAt({ status: 'locked', activeUntil: later }, rootWith({}), now)).toBe('locked');
    expect(statusAt({ status: 'destroyed', activeUntil: later }, rootWith({}), now)).toBe('destroyed');
  });
});

describe('who may know what an item says', () => {
  const holder = partnerOins.police;
  const toTax = [partnerOins.tax];
  test.each([
    { who: 'everybody joined, of what was written here', change: { agreement: null }, oin: partnerOins.tax, may: true },
    { who: 'who asked', change: {}, oin: partnerOins.police, may: true },
    { who: 'nobody else by default', change: {}, oin: partnerOins.tax, may: false },
    { who: 'a recipient', change: onward(true, toTax), oin: partnerOins.tax, may: true },
    { who: 'nobody but the recipients', change: onward(true, toTax), oin: partnerOins.centre, may: false },
    { who: 'no recipient while it is not allowed', change: onward(false, toTax), oin: partnerOins.tax, may: false },
  ])('is $who', ({ change, oin, may }) => {
    expect(maySee(oin, { holder, terms: terms(change) })).toBe(may);
  });
});

function onward(allowed: boolean, recipients: string[]): Partial<ItemTerms> {
  return { onwardDisclosure: { allowed, recipients } };
}
