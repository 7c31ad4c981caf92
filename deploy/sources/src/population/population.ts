import {
  generateAddresses,
  generateFirms,
  generateIncidents,
  generateIncomes,
  generatePermits,
  generatePersons,
  generatePremises,
  generateRoles,
  isAdult,
} from './generate.ts';
import { Random } from './random.ts';
import type { Person, Population } from './records.ts';
import { storyPopulation } from './story.ts';

export interface PopulationOptions {
  /** Default 1. */
  readonly seed?: number;
  /** Inhabited addresses besides the story, default 400; about 2,800 exhaust the range of test bsns. */
  readonly households?: number;
}

/**
 * The synthetic population that all sources share: the story first, then what the seed generates. Pure: the same options
 * give equal records. One address in five holds a firm only; one inhabited address in four has seen an incident.
 */
export function createPopulation({ seed = 1, households = 400 }: PopulationOptions = {}): Population {
  const random = new Random(seed);
  const addresses = generateAddresses(households + Math.ceil(households / 4));
  const inhabited = addresses.slice(0, households);
  const persons = generatePersons(random, inhabited);
  const adults = persons.filter(isAdult);
  const firms = generateFirms(random, addresses.slice(households));
  const premises = generatePremises(random, firms);
  return {
    addresses: [...storyPopulation.addresses, ...addresses],
    persons: [...storyPopulation.persons, ...persons],
    firms: [...storyPopulation.firms, ...firms],
    roles: [...storyPopulation.roles, ...generateRoles(random, firms, adults)],
    premises: [...storyPopulation.premises, ...premises],
    permits: [...storyPopulation.permits, ...generatePermits(random, premises)],
    incidents: [
      ...storyPopulation.incidents,
      ...generateIncidents(
        random,
        inhabited.filter((_, i) => i % 4 === 0),
        adults,
      ),
    ],
    incomes: [...storyPopulation.incomes, ...generateIncomes(random, adults)],
  };
}

/** The household of an address, in the population's order; empty when nobody lives there. */
export function listResidents(population: Population, addressId: string): Person[] {
  return population.persons.filter((person) => person.addressId === addressId);
}
