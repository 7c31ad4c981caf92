import type { ReferenceModel } from '@koppel/process';
import type { Clock } from '@koppel/contract';
import type { ParamsOf, ResultOf } from '../platform/actions.ts';
import type { ModelStore } from './model.store.ts';

/** A version never changes, so what was read once is kept; enough for every version in use at one time. */
const maxDocuments = 50;

/** What other rooms ask: quick, without a caller. */
export class ModelReader {
  readonly #store: ModelStore;
  readonly #clock: Clock;
  readonly #documents = new Map<string, ReferenceModel>();

  constructor(store: ModelStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  async find(id: string): Promise<ReferenceModel | null> {
    const known = this.#documents.get(id) ?? (await this.#store.findDocument(id));
    if (!known) return null;
    // Set anew, it is the last to go.
    this.#documents.delete(id);
    this.#documents.set(id, known);
    const [oldest] = this.#documents.keys();
    if (this.#documents.size > maxDocuments && oldest !== undefined) this.#documents.delete(oldest);
    return known;
  }

  async findInForce(asked: ParamsOf<'model.findInForce'>): Promise<ResultOf<'model.findInForce'>> {
    const id = await this.#store.findIdInForce(asked.collaboration, asked.theme, this.#clock.now());
    const document = id === undefined ? null : await this.find(id);
    return id === undefined || document === null ? null : { id, document };
  }
}
