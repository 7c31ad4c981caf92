import { AddressBook } from '../population/address-book.ts';
import type { Address, Person, Population } from '../population/records.ts';
import { pickFields } from './fields.ts';
import { toPersoon } from './persoon.ts';
import type { Query } from './query.ts';

/** Finds persons and shows the asked fields of them. */
export class PersonsRegister {
  readonly #persons: ReadonlyMap<string, Person>;
  readonly #addresses: ReadonlyMap<string, Address>;
  readonly #book: AddressBook;
  readonly #residents: ReadonlyMap<string, readonly Person[]>;
  readonly #now: () => Date;

  constructor({ persons, addresses }: Population, now: () => Date) {
    this.#persons = new Map(persons.map((person) => [person.bsn, person]));
    this.#addresses = new Map(addresses.map((address) => [address.id, address]));
    this.#book = new AddressBook(addresses);
    this.#residents = Map.groupBy(persons, ({ addressId }) => addressId);
    this.#now = now;
  }

  /** Empty when nobody answers to the question. */
  answer(query: Query): Record<string, unknown>[] {
    const today = this.#now();
    return this.#find(query).flatMap((person) => {
      const address = this.#addresses.get(person.addressId);
      return address ? [pickFields(toPersoon(person, address, today), query.fields)] : [];
    });
  }

  #find(query: Query): readonly Person[] {
    switch (query.type) {
      case 'RaadpleegMetBurgerservicenummer':
        return [...new Set(query.burgerservicenummer)].flatMap((bsn) => this.#persons.get(bsn) ?? []);
      case 'ZoekMetAdresseerbaarObjectIdentificatie':
        return this.#residents.get(query.adresseerbaarObjectIdentificatie) ?? [];
      case 'ZoekMetPostcodeEnHuisnummer':
        return this.#listAt(query.postcode.replace(' ', '').toUpperCase(), query.huisnummer);
    }
  }

  #listAt(postcode: string, houseNumber: number): Person[] {
    return this.#book.listIds({ postcode, houseNumber }).flatMap((id) => this.#residents.get(id) ?? []);
  }
}
