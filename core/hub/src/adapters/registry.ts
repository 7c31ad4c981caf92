import { majorOf, operationId, type Manifest, type OperationDescription } from '@koppel/contract';
import type { RegisteredAdapter } from '../platform/actions.ts';

export type AdapterState = RegisteredAdapter['state'];

interface Known {
  readonly oin: string;
  readonly client: string;
  readonly manifest: Manifest;
  state: AdapterState;
  lastSeenAt: number | null;
}

/** Which operation is asked for: a name, perhaps of one provider, perhaps with one major version. */
export interface OperationQuery {
  readonly operation: string;
  readonly oin?: string;
  readonly major?: number;
}

export interface Candidate {
  readonly client: string;
  readonly description: OperationDescription;
}

/** Every adapter that ever registered, and how it is doing; versions live side by side. */
export class AdapterRegistry {
  /** By organisation and then by client, because every exchange looks for those of one organisation among very many. */
  readonly #known = new Map<string, Map<string, Known>>();

  put(adapter: { oin: string; client: string; manifest: Manifest }): void {
    const before = this.#find(adapter);
    const own = this.#known.get(adapter.oin) ?? new Map<string, Known>();
    own.set(adapter.client, { ...adapter, state: before?.state ?? 'down', lastSeenAt: before?.lastSeenAt ?? null });
    this.#known.set(adapter.oin, own);
  }

  /** Returns whether the state is another than before. */
  setState(address: { oin: string; client: string }, state: AdapterState, seenAt: number | null): boolean {
    const known = this.#find(address);
    if (!known) return false;
    const isChanged = known.state !== state;
    known.state = state;
    known.lastSeenAt = seenAt ?? known.lastSeenAt;
    return isChanged;
  }

  addresses(): { oin: string; client: string }[] {
    return this.#all().map(({ oin, client }) => ({ oin, client }));
  }

  manifestOf(address: { oin: string; client: string }): Manifest | undefined {
    return this.#find(address)?.manifest;
  }

  list(): RegisteredAdapter[] {
    return this.#all().map(({ oin, client, manifest, state, lastSeenAt }) => ({
      oin,
      client,
      id: manifest.id,
      version: manifest.version,
      state,
      operations: manifest.operations.map(operationId),
      lastSeenAt: lastSeenAt === null ? null : new Date(lastSeenAt).toISOString(),
    }));
  }

  countUp(): number {
    return this.#all().filter(({ state }) => state === 'up').length;
  }

  /**
   * Who can answer, best first: up before down, down before draining, then the newest version. An adapter that
   * seems down is still worth one question: the link knows in a millisecond.
   */
  candidates(query: OperationQuery): Candidate[] {
    return this.#offers(query)
      .sort((one, other) => rank(one.known) - rank(other.known) || compareVersions(other.description, one.description))
      .map(({ known, description }) => ({ client: known.client, description }));
  }

  /** The newest description of an operation, whoever is up. */
  findOperation(query: OperationQuery): OperationDescription | undefined {
    return this.#offers(query)
      .map(({ description }) => description)
      .reduce<OperationDescription | undefined>(newestOf, undefined);
  }

  #offers(query: OperationQuery): { readonly known: Known; readonly description: OperationDescription }[] {
    const asked = query.oin === undefined ? this.#all() : [...(this.#known.get(query.oin)?.values() ?? [])];
    return asked.flatMap((known) => offersOf(known, query).map((description) => ({ known, description })));
  }

  #find({ oin, client }: { oin: string; client: string }): Known | undefined {
    return this.#known.get(oin)?.get(client);
  }

  #all(): Known[] {
    return [...this.#known.values()].flatMap((own) => [...own.values()]);
  }
}

const offersOf = ({ manifest }: Known, { operation, major }: OperationQuery): OperationDescription[] =>
  manifest.operations.filter(
    ({ name, version }) => name === operation && (major === undefined || majorOf(version) === major),
  );

const ranks: Readonly<Record<AdapterState, number>> = { up: 0, down: 1, draining: 2 };
const rank = ({ state }: Known): number => ranks[state];

/** Made once: a comparison that makes its own takes a hundred times as long, and there may be hundreds of adapters. */
const versions = new Intl.Collator('en', { numeric: true });

const compareVersions = (one: { version: string }, other: { version: string }): number =>
  versions.compare(one.version, other.version);

const newestOf = (newest: OperationDescription | undefined, next: OperationDescription): OperationDescription =>
  newest !== undefined && compareVersions(newest, next) >= 0 ? newest : next;
