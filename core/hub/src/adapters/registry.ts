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
  readonly #known = new Map<string, Known>();

  put(adapter: { oin: string; client: string; manifest: Manifest }): void {
    const before = this.#known.get(keyOf(adapter));
    this.#known.set(keyOf(adapter), {
      ...adapter,
      state: before?.state ?? 'down',
      lastSeenAt: before?.lastSeenAt ?? null,
    });
  }

  /** Returns whether the state is another than before. */
  setState(address: { oin: string; client: string }, state: AdapterState, seenAt: number | null): boolean {
    const known = this.#known.get(keyOf(address));
    if (!known) return false;
    const isChanged = known.state !== state;
    known.state = state;
    known.lastSeenAt = seenAt ?? known.lastSeenAt;
    return isChanged;
  }

  addresses(): { oin: string; client: string }[] {
    return [...this.#known.values()].map(({ oin, client }) => ({ oin, client }));
  }

  manifestOf(address: { oin: string; client: string }): Manifest | undefined {
    return this.#known.get(keyOf(address))?.manifest;
  }

  list(): RegisteredAdapter[] {
    return [...this.#known.values()].map(({ oin, client, manifest, state, lastSeenAt }) => ({
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
    return [...this.#known.values()].filter(({ state }) => state === 'up').length;
  }

  /**
   * Who can answer, best first: up before down, down before draining, then the newest version. An adapter that
   * seems down is still worth one question: the link knows in a millisecond.
   */
  candidates(query: OperationQuery): Candidate[] {
    return [...this.#known.values()]
      .filter(({ oin }) => query.oin === undefined || oin === query.oin)
      .flatMap((known) => offersOf(known, query).map((description) => ({ known, description })))
      .sort((one, other) => rank(one.known) - rank(other.known) || compareVersions(other.description, one.description))
      .map(({ known, description }) => ({ client: known.client, description }));
  }

  /** The newest description of an operation, whoever is up. */
  findOperation(query: OperationQuery): OperationDescription | undefined {
    return this.candidates(query)
      .map(({ description }) => description)
      .sort((one, other) => compareVersions(other, one))[0];
  }
}

const keyOf = ({ oin, client }: { oin: string; client: string }): string => `${oin}-${client}`;

const offersOf = ({ manifest }: Known, { operation, major }: OperationQuery): OperationDescription[] =>
  manifest.operations.filter(
    ({ name, version }) => name === operation && (major === undefined || majorOf(version) === major),
  );

const ranks: Readonly<Record<AdapterState, number>> = { up: 0, down: 1, draining: 2 };
const rank = ({ state }: Known): number => ranks[state];

function compareVersions(one: { version: string }, other: { version: string }): number {
  return one.version.localeCompare(other.version, 'en', { numeric: true });
}
