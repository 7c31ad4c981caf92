import { AddressBook } from '../population/address-book.ts';
import type { Incident, Population } from '../population/records.ts';
import type { Question } from './question-reader.ts';
import { element, incidentsNamespace, type Operation } from './soap-envelope.ts';

/** Finds incidents by address or by person, and writes them as the schema's elements. */
export class IncidentRegister {
  readonly #byAddress: ReadonlyMap<string, readonly Incident[]>;
  readonly #byPerson: ReadonlyMap<string, readonly Incident[]>;
  readonly #addresses: AddressBook;

  constructor({ incidents, addresses }: Population) {
    const byPerson = new Map<string, Incident[]>();
    for (const incident of incidents) {
      for (const { bsn } of incident.involved) byPerson.set(bsn, [...(byPerson.get(bsn) ?? []), incident]);
    }
    this.#byAddress = Map.groupBy(incidents, ({ addressId }) => addressId);
    this.#byPerson = byPerson;
    this.#addresses = new AddressBook(addresses);
  }

  /** The response element to a question about one address or bsn. */
  answer(operation: Operation, question: Question): string {
    const found = this.#find(question);
    const isMatch = operation === 'MatchAddress' || operation === 'MatchPerson';
    const content = isMatch ? [element('match', String(found.length > 0))] : found.map(toElement);
    return element(`${operation}Response`, content, ` xmlns="${incidentsNamespace}"`);
  }

  #find({ bsn, addressId, postcode = '', houseNumber }: Question): readonly Incident[] {
    if (bsn !== undefined) return this.#byPerson.get(bsn) ?? [];
    const ids =
      addressId === undefined ? this.#addresses.listIds({ postcode, houseNumber: Number(houseNumber) }) : [addressId];
    return ids.flatMap((id) => this.#byAddress.get(id) ?? []);
  }
}

function toElement(incident: Incident): string {
  return element('Incident', [
    element('incidentId', incident.id),
    element('occurredAt', incident.occurredAt),
    element('category', incident.category),
    element('status', incident.status),
    element('addressId', incident.addressId),
    ...incident.involved.map(({ bsn, role }) => element('Involved', [element('bsn', bsn), element('role', role)])),
  ]);
}
