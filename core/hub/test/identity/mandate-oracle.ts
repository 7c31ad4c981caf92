import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import type { Mandate } from '../../src/platform/mandate.schema.ts';
import { now, oins } from '../fixtures.ts';
import { aMandate } from './mandate-drafts.ts';

const dayMs = 86_400_000;
export const timeOf = (day: number): number => now + day * dayMs;
const instantOf = (day: number): string => new Date(timeOf(day)).toISOString();

export const organisations: readonly string[] = [oins.requester, oins.provider];
const names = (...all: string[]) => fc.constantFrom(...all);
const limit = (...all: string[]) => fc.uniqueArray(names(...all), { maxLength: 2 });

const seed = fc.record({
  oin: names(...organisations),
  person: names('emp-0001', 'emp-0002', 'emp-0003'),
  role: names('case-chair', 'triager'),
  level: fc.constantFrom('operational' as const, 'policy' as const),
  collaboration: names('example-region', 'another-region'),
  limits: fc.record({ themes: limit('housing', 'labour'), regions: limit('north', 'south') }),
  from: fc.integer({ min: 0, max: 6 }),
  days: fc.integer({ min: 1, max: 6 }),
  /** Which of the mandates before it is substituted for. */
  first: fc.option(fc.nat(8)),
  isRevoked: fc.boolean(),
});

/** A mandate with its days counted from `now`. */
export interface Given {
  readonly mandate: Mandate;
  readonly from: number;
  readonly until: number;
  readonly holder: Given | undefined;
  readonly isRevoked: boolean;
}

/** More than the rules let through: what counts must follow from what is written, however it came there. */
export const someMandates: fc.Arbitrary<Given[]> = fc.array(seed, { maxLength: 10 }).map((seeds) => {
  const given: Given[] = [];
  for (const { oin, from, days, first, isRevoked, ...draft } of seeds) {
    const holder = first === null ? undefined : given[first];
    const until = from + days;
    const mandate: Mandate = {
      id: uuidv7(),
      oin,
      ...aMandate({ ...draft, from: instantOf(from), until: instantOf(until) }),
      ...(holder ? { substituteOf: holder.mandate.id } : {}),
      status: 'active',
      inForce: true,
      revision: 1,
    };
    given.push({ mandate, from, until, holder, isRevoked });
  }
  return given;
});

const counts = ({ isRevoked, from, until }: Given, day: number): boolean => !isRevoked && day >= from && day < until;

/** The rule in its plainest form. */
export const isInForce = (one: Given, day: number): boolean =>
  counts(one, day) && (one.holder === undefined || counts(one.holder, day));

const allows = (limits: readonly string[], name: string): boolean => limits.length === 0 || limits.includes(name);

export interface Seat {
  readonly collaboration: string;
  readonly role: string;
  readonly level: 'operational';
  readonly theme: string;
  readonly region: string;
}

export const isFor = ({ mandate }: Given, { collaboration, role, level, theme, region }: Seat): boolean =>
  mandate.collaboration === collaboration &&
  mandate.role === role &&
  mandate.level === level &&
  allows(mandate.limits.themes, theme) &&
  allows(mandate.limits.regions, region);
