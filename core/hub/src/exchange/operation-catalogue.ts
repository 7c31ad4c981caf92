import {
  canonicalDigest,
  compileSchema,
  type Clock,
  type ExchangeAgreement,
  type OperationDescription,
  type Validator,
} from '@koppel/contract';
import type { Call } from '../platform/actions.ts';
import { compileView, type View } from './view.ts';

/** An operation, of every provider that describes it in the same words, with what was compiled from it so far. */
export class KnownOperation {
  readonly description: OperationDescription;
  readonly digest: string;
  readonly #views = new Map<string, View>();
  #request: Validator | undefined;

  constructor(description: OperationDescription) {
    this.description = description;
    this.digest = canonicalDigest(description);
  }

  get request(): Validator {
    this.#request ??= compileSchema(this.description.request);
    return this.#request;
  }

  /** One compilation per distinct view: agreements that grant the same fields share it, but for their terms. */
  viewOf(agreement: ExchangeAgreement): View {
    const { mode, grantedFields, retention, onwardDisclosure } = agreement;
    const key = JSON.stringify([mode, grantedFields, retention, onwardDisclosure]);
    const known = this.#views.get(key);
    if (known) return known;
    if (this.#views.size >= maxViews) this.#views.clear();
    const view = compileView(this.description, agreement);
    this.#views.set(key, view);
    return view;
  }
}

const maxViews = 10_000;
const maxOperations = 10_000;
const freshMs = 1000;

interface Cached {
  readonly readAt: number;
  /** As the registry told it. */
  readonly description: OperationDescription | null;
  readonly operation: KnownOperation | undefined;
}

/**
 * The registered operations as this node last read them, at most a second ago. Keeps compilations while nothing changed, and one of each
 * for all providers of the same operation: hundreds of them may run the same adapter.
 */
export class OperationCatalogue {
  readonly #call: Call;
  readonly #clock: Clock;
  readonly #cached = new Map<string, Cached>();
  readonly #known = new Map<string, KnownOperation>();

  constructor(call: Call, clock: Clock) {
    this.#call = call;
    this.#clock = clock;
  }

  /** The newest registered version with this major at this provider; with a name alone, any version of anyone. */
  async find(query: { operation: string; oin?: string; major?: number }): Promise<KnownOperation | undefined> {
    const key = `${query.operation} ${query.oin ?? ''} ${query.major ?? ''}`;
    const cached = this.#cached.get(key);
    if (cached && this.#clock.now() - cached.readAt < freshMs) return cached.operation;
    const description = await this.#call('adapters.findOperation', query);
    // A registry on this node hands out what it handed out before; one on another node an equal copy of it.
    const isSame = cached !== undefined && description === cached.description;
    const operation = isSame ? cached.operation : this.#recognise(description);
    if (this.#cached.size >= maxOperations) this.#cached.clear();
    this.#cached.set(key, { readAt: this.#clock.now(), description, operation });
    return operation;
  }

  #recognise(description: OperationDescription | null): KnownOperation | undefined {
    if (description === null) return undefined;
    const found = new KnownOperation(description);
    const known = this.#known.get(found.digest);
    if (known) return known;
    if (this.#known.size >= maxOperations) this.#known.clear();
    this.#known.set(found.digest, found);
    return found;
  }

  /** Forgets what was read, for when an adapter registered anew. */
  expire(): void {
    for (const [key, cached] of this.#cached) this.#cached.set(key, { ...cached, readAt: Number.NEGATIVE_INFINITY });
  }
}
