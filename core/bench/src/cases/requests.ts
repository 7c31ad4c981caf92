import type { HubClient } from '@koppel/local';
import type { People } from './people.ts';

export const requestKinds = ['open', 'board', 'tasks', 'transition'] as const;
export type RequestKind = (typeof requestKinds)[number];

/** Sends one request; answers what is wrong with what came back, or undefined. */
export type Ask = () => Promise<string | undefined>;

/** What people do here, one after the other and round about; a transition is made once. */
export type Asks = Readonly<Record<RequestKind, () => Ask>>;

interface Seen {
  readonly id: string;
  readonly body?: string | null;
  readonly state: string;
  readonly content: unknown;
}
interface Page {
  readonly items: readonly Seen[];
  readonly next?: string;
}

export interface Surroundings {
  readonly people: People;
  /** Bodies that are looked at. */
  readonly bodies: readonly string[];
  /** Cases from anywhere. */
  readonly cases: readonly string[];
  /** The body of the templates: whoever worked on them would change every copy that is still to be made. */
  readonly spared: string;
}

/** Finds out what is open in these bodies, and prepares what people will ask. */
export async function prepareAsks({ people, bodies, cases, spared }: Surroundings): Promise<Asks> {
  const { coordinator, detective, inspector } = people;
  const boards = await Promise.all(bodies.map((body) => listOpen(coordinator, body)));
  const open = boards.flat();
  const looks = interleave(
    cases,
    open.map(({ id }) => id),
  ).map((id) => openCase(coordinator, id));
  const drafts = open.filter(({ state }) => state === 'draft');
  const transitions = interleave(
    drafts.map(({ id }) => transition(coordinator, `/v1/cases/${id}`, 'enrich')),
    await taskTransitions(people, spared),
  );
  return {
    open: cycle(looks),
    board: cycle(bodies.flatMap((body) => [board(coordinator, body), board(detective, body)])),
    tasks: cycle([ownTasks(detective), ownTasks(inspector)]),
    transition: once(transitions),
  };
}

async function listOpen(coordinator: HubClient, body: string): Promise<readonly Seen[]> {
  const { items } = await coordinator.get<Page>(`/v1/bodies/${body}/board?kind=case&limit=100`);
  return items;
}

const openCase =
  (person: HubClient, id: string): Ask =>
  async () => {
    const seen = await person.get<Seen>(`/v1/cases/${id}`);
    return seen.id === id && seen.content !== null ? undefined : 'another case, or one without content';
  };

const board =
  (person: HubClient, body: string): Ask =>
  async () => {
    const { items, counts } = await person.get<Page & { counts: unknown[] }>(`/v1/bodies/${body}/board`);
    return items.length > 0 && counts.length > 0 ? undefined : 'an empty board';
  };

const ownTasks =
  (person: HubClient): Ask =>
  async () => {
    const { items } = await person.get<Page>('/v1/tasks');
    return items.length > 0 && items.every(({ content }) => content !== null) ? undefined : 'no tasks';
  };

const reasons = 'As agreed in the meeting of this morning';

const transition =
  (person: HubClient, path: string, action: string): Ask =>
  async () => {
    const { version } = await person.post<{ version: number }>(`${path}/transitions`, { action, reasons });
    return version > 1 ? undefined : 'nothing happened';
  };

const pagesOfTasks = 5;

/** Open tasks of the police are all taken up, and then all finished. */
async function taskTransitions({ detective }: People, spared: string): Promise<Ask[]> {
  const open: string[] = [];
  let path: string | undefined = '/v1/tasks?limit=200';
  for (let pages = 0; path !== undefined && pages < pagesOfTasks; pages += 1) {
    const page: Page = await detective.get<Page>(path);
    const free = page.items.filter(({ state, body }) => state === 'open' && body !== spared);
    open.push(...free.map(({ id }) => id));
    path = page.next === undefined ? undefined : `/v1/tasks?limit=200&after=${page.next}`;
  }
  return ['accept', 'finish'].flatMap((action) => open.map((id) => transition(detective, `/v1/tasks/${id}`, action)));
}

/** One of each in turn, until both have ended. */
function interleave<Item>(first: readonly Item[], second: readonly Item[]): Item[] {
  const longest = Math.max(first.length, second.length);
  return Array.from({ length: longest }, (_, position) => [
    ...first.slice(position, position + 1),
    ...second.slice(position, position + 1),
  ]).flat();
}

function cycle(asks: readonly Ask[]): () => Ask {
  let asked = 0;
  return () => {
    const ask = asks[asked % asks.length];
    asked += 1;
    return ask ?? (() => Promise.resolve('there was nothing to ask'));
  };
}

function once(asks: readonly Ask[]): () => Ask {
  const left = asks.values();
  return () => left.next().value ?? (() => Promise.resolve('no transition was left: ask for fewer requests'));
}
