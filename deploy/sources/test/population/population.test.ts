import { describe, expect, test } from '@jest/globals';
import { isTestBsn } from '../../src/population/numbers.ts';
import { createPopulation, listResidents } from '../../src/population/population.ts';
import { story } from '../../src/population/story.ts';

const population = createPopulation({ seed: 3, households: 200 });
const bsns = new Set(population.persons.map(({ bsn }) => bsn));
const addressIds = new Set(population.addresses.map(({ id }) => id));
const kvkNumbers = new Set(population.firms.map(({ kvkNumber }) => kvkNumber));

describe('a population', () => {
  test('is the same for the same seed and another for another seed', () => {
    expect(createPopulation({ seed: 3, households: 200 })).toEqual(population);
    expect(createPopulation({ seed: 4, households: 200 }).persons).not.toEqual(population.persons);
  });

  test('gives each person a bsn of its own from the range that is not issued', () => {
    expect(population.persons.every(({ bsn }) => isTestBsn(bsn))).toBe(true);
    expect(bsns.size).toBe(population.persons.length);
  });

  test('gives each address, firm, premises, permit and incident an identifier of its own', () => {
    expect(addressIds.size).toBe(population.addresses.length);
    expect(kvkNumbers.size).toBe(population.firms.length);
    for (const records of [population.premises, population.permits, population.incidents]) {
      expect(new Set(records.map(({ id }) => id)).size).toBe(records.length);
    }
  });

  test('refers only to persons, addresses and firms that exist', () => {
    const { persons, firms, premises, permits, incidents, incomes, roles } = population;
    const involved = incidents.flatMap((incident) => incident.involved);
    const premisesIds = new Set(premises.map(({ id }) => id));
    expect([...persons, ...firms, ...premises, ...incidents].every((it) => addressIds.has(it.addressId))).toBe(true);
    expect([...roles, ...incomes, ...involved].every(({ bsn }) => bsns.has(bsn))).toBe(true);
    expect(roles.every(({ kvkNumber }) => kvkNumbers.has(kvkNumber))).toBe(true);
    expect(permits.every((it) => premisesIds.has(it.premisesId) && kvkNumbers.has(it.holderKvkNumber))).toBe(true);
  });

  test('says in every name that it is made up', () => {
    const madeUp = /Voorbeeld|Proef|Fictief|Fictie|Test|Denkbeeld|Schijn|Verzin|Oefen/;
    expect(population.persons.every(({ familyName }) => madeUp.test(familyName))).toBe(true);
    expect(population.firms.every(({ name }) => madeUp.test(name))).toBe(true);
    expect(population.addresses.every(({ street, city }) => madeUp.test(street) && madeUp.test(city))).toBe(true);
  });

  test('counts money in whole cents', () => {
    expect(population.incomes.every(({ amountCents }) => Number.isSafeInteger(amountCents))).toBe(true);
  });

  test('has no two addresses with the same postcode and house number', () => {
    const keys = population.addresses.map(({ postcode, houseNumber }) => `${postcode} ${houseNumber}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('refuses to grow beyond the test range', () => {
    expect(() => createPopulation({ households: 5000 })).toThrow(RangeError);
  });
});

describe('the story', () => {
  test.each([1, 2, 99])('is found unchanged under seed %d', (seed) => {
    const other = createPopulation({ seed, households: 50 });
    expect(other.addresses).toContainEqual(story.address);
    expect(other.firms).toContainEqual(story.firm);
    expect(listResidents(other, story.address.id)).toEqual(story.household);
    expect(other.incidents.filter(({ addressId }) => addressId === story.address.id)).toEqual([story.incident]);
    expect(other.permits.filter(({ premisesId }) => premisesId === story.premises.id)).toEqual([story.permit]);
  });

  test('has one person known to the police and one who is not', () => {
    const known = new Set(population.incidents.flatMap(({ involved }) => involved.map(({ bsn }) => bsn)));
    expect(known.has(story.knownPerson.bsn)).toBe(true);
    expect(known.has(story.unknownPerson.bsn)).toBe(false);
  });

  test('has a firm and a permitted catering premises at the address of its household', () => {
    expect(story.firm.addressId).toBe(story.address.id);
    expect(story.premises).toMatchObject({ addressId: story.address.id, use: 'catering' });
    expect(story.permit.premisesId).toBe(story.premises.id);
    expect(story.household.length).toBeGreaterThan(2);
  });

  test('has a quiet address where someone lives and nothing happened', () => {
    expect(population.incidents.some(({ addressId }) => addressId === story.quietAddress.id)).toBe(false);
    expect(listResidents(population, story.quietAddress.id)).toEqual([story.neighbour]);
  });
});
