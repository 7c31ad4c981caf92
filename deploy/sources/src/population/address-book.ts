import type { Address, PostalAddress } from './records.ts';

/** Finds addresses as people name them, by postcode and house number. */
export class AddressBook {
  readonly #ids: ReadonlyMap<string, readonly string[]>;

  constructor(addresses: readonly Address[]) {
    const byName = Map.groupBy(addresses, nameOf);
    this.#ids = new Map([...byName].map(([name, found]) => [name, found.map(({ id }) => id)]));
  }

  /** Identifications of the addressable objects there; empty when there is no such address. */
  listIds(address: PostalAddress): readonly string[] {
    return this.#ids.get(nameOf(address)) ?? [];
  }
}

const nameOf = ({ postcode, houseNumber }: PostalAddress): string => `${postcode} ${houseNumber}`;
