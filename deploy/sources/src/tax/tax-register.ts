import { AddressBook } from '../population/address-book.ts';
import type { Firm, FirmRole, Income, Population, PostalAddress } from '../population/records.ts';
import { Refusal } from '../source/refusal.ts';

/** Exactly one of the four. */
export interface RelationSubject {
  readonly bsn?: string;
  readonly kvkNumber?: string;
  readonly addressId?: string;
  readonly address?: PostalAddress;
}

/** One person's role in one firm, with the firm beside it. */
export interface BusinessRelation extends FirmRole {
  readonly firmName: string;
  readonly legalForm: Firm['legalForm'];
  readonly addressId: string;
}

/** Incomes and business relations. A subject that nobody here knows is 404; a known one without records an empty list. */
export class TaxRegister {
  readonly #bsns: ReadonlySet<string>;
  readonly #addressIds: ReadonlySet<string>;
  readonly #kvkNumbers: ReadonlySet<string>;
  readonly #addresses: AddressBook;
  readonly #incomes: ReadonlyMap<string, readonly Income[]>;
  readonly #relations: readonly BusinessRelation[];

  constructor({ persons, addresses, firms, roles, incomes }: Population) {
    const firmByNumber = new Map(firms.map((firm) => [firm.kvkNumber, firm]));
    this.#bsns = new Set(persons.map(({ bsn }) => bsn));
    this.#addressIds = new Set(addresses.map(({ id }) => id));
    this.#kvkNumbers = new Set(firmByNumber.keys());
    this.#addresses = new AddressBook(addresses);
    this.#incomes = Map.groupBy(incomes, ({ bsn }) => bsn);
    this.#relations = roles.flatMap((role) => {
      const firm = firmByNumber.get(role.kvkNumber);
      return firm ? [{ ...role, firmName: firm.name, legalForm: firm.legalForm, addressId: firm.addressId }] : [];
    });
  }

  /** By ascending year; all years when none are named. */
  listIncomes(bsn: string, years: readonly number[] | undefined): Omit<Income, 'bsn'>[] {
    requireKnown(this.#bsns.has(bsn));
    return (this.#incomes.get(bsn) ?? [])
      .filter(({ year }) => years?.includes(year) ?? true)
      .map(({ year, kind, amountCents }) => ({ year, kind, amountCents }));
  }

  listRelations({ bsn, kvkNumber, addressId, address }: RelationSubject): BusinessRelation[] {
    if (bsn !== undefined) return this.#list(this.#bsns.has(bsn), (relation) => relation.bsn === bsn);
    if (kvkNumber !== undefined) {
      return this.#list(this.#kvkNumbers.has(kvkNumber), (relation) => relation.kvkNumber === kvkNumber);
    }
    const ids = address ? this.#addresses.listIds(address) : [addressId ?? ''].filter((id) => this.#addressIds.has(id));
    return this.#list(ids.length > 0, (relation) => ids.includes(relation.addressId));
  }

  #list(isKnown: boolean, isAsked: (relation: BusinessRelation) => boolean): BusinessRelation[] {
    requireKnown(isKnown);
    return this.#relations.filter(isAsked);
  }
}

function requireKnown(isKnown: boolean): void {
  if (!isKnown) throw new Refusal(404, 'unknown-subject');
}
