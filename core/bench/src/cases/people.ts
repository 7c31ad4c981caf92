import type { HubClient, LocalKoppel } from '@koppel/local';

/** Those of the local demonstration's people that work here, by their pseudonyms. */
const seats = {
  reporter: ['municipality', 'emp-permit-officer'],
  detective: ['police', 'emp-detective'],
  inspector: ['tax', 'emp-tax-inspector'],
  coordinator: ['centre', 'emp-coordinator'],
  chair: ['centre', 'emp-chair'],
  editor: ['centre', 'emp-quality-officer'],
  approver: ['municipality', 'emp-director'],
} as const satisfies Record<string, readonly [keyof LocalKoppel['clients'], string]>;

export type PersonName = keyof typeof seats;

/** The hub as each of them uses it. */
export type People = Readonly<Record<PersonName, HubClient>>;

export const peopleOf = ({ clients }: Pick<LocalKoppel, 'clients'>): People =>
  Object.fromEntries(
    Object.entries(seats).map(([name, [organisation, person]]) => [name, clients[organisation].as(person)]),
  ) as People;

/** The pseudonym of somebody, and of whom. */
export const attendeeOf = (name: PersonName, oin: string, role: string) => ({ oin, person: seats[name][1], role });
