import { prepareQuestion, type Path } from '../exchange/path.ts';
import { subjects } from '../exchange/question.ts';
import { askedUnder, type Party } from '../exchange/seed.ts';
import { idOf, type SetSize } from '../gate/agreement-set.ts';
import type { Destination, PreparedQuestion } from '../load/order.ts';
import { someAtATime } from './at-a-time.ts';
import { partiesOf } from './signed-set.ts';

/** Apart from each other in the set, so that everybody asks, everybody is asked, and nothing is asked for again soon. */
const questionsAsked = 4096;
/** Well before the tokens end, with time for a measurement. */
const renewAfterMs = 150_000;

export interface SetPathParts {
  /** Of the hub's first node. */
  readonly url: string;
  readonly size: SetSize;
  readonly parties: readonly Party[];
  readonly processes: Path['processes'];
}

/** What is asked under an agreement about one of the subjects; which one does not matter. */
export const questionUnder = (agreement: string, place: number): PreparedQuestion =>
  prepareQuestion(subjects[place % subjects.length] ?? '', askedUnder(agreement));

/** Questions under agreements of the whole set, each with the token of its own requester. */
export class SetPath implements Path {
  readonly name = 'governed';
  readonly processes: Path['processes'];
  readonly #parts: SetPathParts;
  #questions: readonly PreparedQuestion[] = [];
  #renewedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: SetPathParts) {
    this.#parts = parts;
    this.processes = parts.processes;
  }

  get questions(): readonly PreparedQuestion[] {
    return this.#questions;
  }

  async destination(): Promise<Destination> {
    if (performance.now() - this.#renewedAt > renewAfterMs) await this.#renew();
    return { kind: 'http', url: `${this.#parts.url}/v1/exchanges`, headers: {} };
  }

  async #renew(): Promise<void> {
    const { parties, size } = this.#parts;
    const bearers = await someAtATime(parties, async ({ hub }) => (await hub.requestToken()).access_token);
    this.#questions = Array.from({ length: questionsAsked }, (_, place) => {
      const number = Math.floor((place * size.agreements) / questionsAsked);
      const bearer = bearers[partiesOf(number, parties.length).requester];
      return { ...questionUnder(idOf(number), place), ...(bearer === undefined ? {} : { bearer }) };
    });
    this.#renewedAt = performance.now();
  }
}
