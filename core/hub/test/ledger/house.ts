import { EntryMaker, type Prepared } from '../../src/ledger/entry-maker.ts';
import { GroupCommit } from '../../src/ledger/group-commit.ts';
import { SharedLog, type FellowWriters } from '../../src/ledger/shared-log.ts';
import { anEvent, aQuestion } from './log-room.ts';

const pseudonymOf = (place: number): Buffer => Buffer.from(String(place).padStart(32));

export const clock = { time: Date.parse('2026-03-01T12:00:00Z'), now: () => clock.time };
const maker = new EntryMaker(
  { make: async (subjects) => subjects.map((_subject, place) => pseudonymOf(place)) },
  clock,
);

/** An entry that is told apart by a number. */
export const anEntry = (number: number): Promise<Prepared> => maker.prepare(anEvent(String(number)));

/** An entry about so many people. */
export const anEntryAbout = (people: number): Promise<Prepared> =>
  maker.prepare({
    ...aQuestion(clock.time),
    subjects: Array.from({ length: people }, (_none, place) => ({
      kind: 'bsn',
      value: String(place).padStart(9, '0'),
    })),
  });

/** A released answer that names so many paths, and as many that were withheld. */
export const anAnswerWith = (paths: number): Promise<Prepared> =>
  maker.prepare({
    ...aQuestion(clock.time),
    type: 'reply.released',
    subjects: [],
    fields: Array.from({ length: paths }, (_none, place) => `granted${place}`),
    withheld: Array.from({ length: paths }, (_none, place) => `withheld${place}`),
  });

/** Nodes that share one list as their log, and hear each other as long as a test lets them. */
export class House {
  readonly log: Prepared[] = [];
  readonly writtenBy: string[] = [];
  doubts = 0;
  readonly nodes = new Map<string, SharedLog>();
  /** What becomes of a call to a node; nothing but the call unless a test says so. */
  onTheWay: (node: string) => Promise<void> = () => Promise.resolve();
  /** What becomes of the answer. */
  onTheWayBack: () => Promise<void> = () => Promise.resolve();
  /** What bytes that change on their way make of it. */
  changeAnswer = (indexes: unknown): unknown => indexes;
  commit: () => Promise<void> = () => Promise.resolve();
  /** What bytes that change on their way make of an entry. */
  change = (entry: Prepared['entry']): Prepared['entry'] => entry;

  open(name: string): SharedLog {
    const commits = new GroupCommit<Prepared>({
      maxBatch: 100,
      maxWaiting: 1000,
      observe: () => undefined,
      commit: async (entries) => {
        await this.commit();
        this.writtenBy.push(name);
        return this.log.push(...entries) - entries.length;
      },
    });
    const shared = new SharedLog({
      fellows: this.#fellowsOf(name),
      maker,
      observe: () => undefined,
      onDoubt: () => (this.doubts += 1),
      commits,
      bounds: { maxBatch: 10, maxWaiting: 1000 },
    });
    this.nodes.set(name, shared);
    return shared;
  }

  #fellowsOf(own: string): FellowWriters {
    return {
      own,
      list: () => [...this.nodes.keys()],
      probe: (node) => this.onTheWay(node),
      write: async (node, entries) => {
        await this.onTheWay(node);
        const indexes = await this.nodes.get(node)?.receive(entries.map((entry) => this.change(entry)));
        await this.onTheWayBack();
        return this.changeAnswer(indexes ?? []) as number[];
      },
    };
  }

  get numbers(): number[] {
    return this.log.map(({ entry }) => Number(entry.digest));
  }
}
