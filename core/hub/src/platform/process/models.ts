import { KoppelError } from '@koppel/contract';
import type { ReferenceModel } from '@koppel/process';
import type { Call } from '../actions.ts';
import type { Place } from './viewer.ts';

/** Enough for every version in use at one time. */
const maxModels = 200;

/** Versions of reference models as the rooms use them; a version never changes, so it is fetched once. */
export class ModelShelf {
  readonly #call: Call;
  readonly #models = new Map<string, ReferenceModel>();

  constructor(call: Call) {
    this.#call = call;
  }

  /** @throws KoppelError `model.not-in-force` for a version that is not there. */
  async get(id: string): Promise<ReferenceModel> {
    const known = this.#models.get(id);
    if (known) return known;
    const model = await this.#call('model.find', { id });
    if (!model) throw new KoppelError('model.not-in-force');
    return this.#keep(id, model);
  }

  /** The version in force now. @throws KoppelError `model.not-in-force` */
  async inForce({ collaboration, theme }: Place): Promise<{ id: string; model: ReferenceModel }> {
    const found = await this.#call('model.findInForce', { collaboration, theme });
    if (!found) throw new KoppelError('model.not-in-force');
    return { id: found.id, model: this.#keep(found.id, found.document) };
  }

  #keep(id: string, model: ReferenceModel): ReferenceModel {
    const oldest = this.#models.size >= maxModels ? this.#models.keys().next().value : undefined;
    if (oldest !== undefined) this.#models.delete(oldest);
    this.#models.set(id, model);
    return model;
  }
}
