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

/** An operation of one provider with what was compiled from it so far. */
export class KnownOperation {
  readonly description: OperationDescription;
  readonly #views = new Map<string, View>();
  #request: Validator | undefined;
  #digest: string | undefined;

  constructor(description: OperationDescription) {
    this.description = description;
  }

  get digest(): string {
    this.#digest ??= canonicalDigest(this.description);
    return this.#digest;
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

const maxViews = 1000;
const maxOperations = 10_000;
const freshMs = 1000;

interface Cached {
  readonly readAt: number;
  readonly operation: KnownOperation | undefined;
}

/** The registered operations as this node last read them, at most a second ago; keeps compilations while nothing changed. */
export class OperationCatalogue {
  readonly #call: Call;
  readonly #clock: Clock;
  readonly #cached = new Map<string, Cached>();

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
    const operation = description ? keepIfSame(cached?.operation, new KnownOperation(description)) : undefined;
    if (this.#cached.size >= maxOperations) this.#cached.clear();
    this.#cached.set(key, { readAt: this.#clock.now(), operation });
    return operation;
  }

  /** Forgets what was read, for when an adapter registered anew. */
  expire(): void {
    for (const [key, { operation }] of this.#cached)
      this.#cached.set(key, { readAt: Number.NEGATIVE_INFINITY, operation });
  }
}

/** A registry on this node hands out what it handed out before; one on another node an equal copy of it. */
function keepIfSame(known: KnownOperation | undefined, found: KnownOperation): KnownOperation {
  if (known === undefined) return found;
  return known.description === found.description || known.digest === found.digest ? known : found;
}
