import { checkManifest, KoppelError, type Log, type Manifest } from '@koppel/contract';
import { during, silentTracer, type Span, type Tracer } from '@koppel/link';
import type {
  AskParams,
  AskResult,
  ParamsOf,
  RegisteredAdapter,
  WitnessAsk,
  WitnessReply,
} from '../platform/actions.ts';
import type { HubEventBus } from '../platform/events.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { AdapterRegistry, AdapterState } from './registry.ts';

export interface Address {
  readonly oin: string;
  readonly client: string;
}

/** What this room needs of the link. */
export interface Edge {
  ask(to: Address, asked: Omit<AskParams, 'oin' | 'deadline'>, timeoutMs: number): Promise<Omit<AskResult, 'client'>>;
  ping(to: Address): Promise<{ readonly isHealthy: boolean }>;
  askWitness(to: Address, question: WitnessAsk): Promise<WitnessReply>;
}

export interface AdapterParts {
  readonly edge: Edge;
  readonly registry: AdapterRegistry;
  readonly store: {
    save(adapter: Address & { manifest: Manifest }): Promise<void>;
    list(): Promise<readonly (Address & { manifest: Manifest })[]>;
  };
  readonly clock: { now(): number };
  readonly metrics: Metrics;
  readonly events: HubEventBus;
  readonly log: Log;
  readonly tracer?: Tracer;
  /** Tells every node that the registry changed. */
  readonly announce: () => void;
}

/** Registration, health and the question itself. */
export class Adapters {
  readonly #parts: AdapterParts;
  #isOutdated = false;
  #reading: Promise<void> | undefined;

  constructor(parts: AdapterParts) {
    this.#parts = parts;
  }

  /**
   * Reads what any node registered; called at start and when another node announces a change. However many changes are
   * announced while it reads, it reads once more: otherwise hundreds that register at once would each cost a reading of all.
   */
  async reload(): Promise<void> {
    this.#isOutdated = true;
    this.#reading ??= this.#readAll().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #readAll(): Promise<void> {
    while (this.#isOutdated) {
      this.#isOutdated = false;
      for (const adapter of await this.#parts.store.list()) this.#parts.registry.put(adapter);
    }
  }

  /** @throws KoppelError `manifest.*` or `contract.unsupported`; nothing is kept of a manifest with a fault. */
  async register(from: Address, body: unknown): Promise<RegisteredAdapter> {
    const manifest = checkManifest(body);
    if (manifest.owner !== from.oin) throw new KoppelError('manifest.owner-mismatch');
    const adapter = { oin: from.oin, client: from.client, manifest };
    await this.#parts.store.save(adapter);
    this.#parts.registry.put(adapter);
    this.#setState(from, 'up', this.#parts.clock.now());
    this.#parts.announce();
    const registered = this.#parts.registry
      .list()
      .find(({ oin, client }) => oin === from.oin && client === from.client);
    if (!registered) throw new KoppelError('hub.failed');
    return registered;
  }

  drain(from: Address): void {
    this.#setState(from, 'draining', this.#parts.clock.now());
  }

  /** Only the client itself can answer; another of the organisation is another witness. */
  askWitness({ oin, client, question }: ParamsOf<'adapters.askWitness'>): Promise<WitnessReply> {
    return this.#parts.edge.askWitness({ oin, client }, question);
  }

  /** Asks the best candidate; one that turns out to be absent makes way for the next. */
  async ask(params: AskParams): Promise<AskResult> {
    const { oin, deadline, ...asked } = params;
    const major = Number.parseInt(asked.version, 10);
    for (const { client, description } of this.#parts.registry.candidates({ operation: asked.operation, oin, major })) {
      const timeoutMs = deadline - this.#parts.clock.now();
      if (timeoutMs <= 0) throw new KoppelError('exchange.deadline');
      const answer = await this.#askOne({ oin, client }, { ...asked, version: description.version }, timeoutMs);
      if (answer) return { ...answer, client };
    }
    throw new KoppelError('adapter.absent', undefined, { details: { retryAfterMs: 5000 } });
  }

  async #askOne(to: Address, asked: Omit<AskParams, 'oin' | 'deadline'>, timeoutMs: number) {
    const { edge, metrics } = this.#parts;
    const stopTimer = metrics.linkSeconds.startTimer();
    const span = this.#startAsking(asked);
    const traced = { ...asked, traceparent: span.traceparent };
    try {
      const answer = await during(span, () => edge.ask(to, traced, timeoutMs));
      stopTimer();
      return answer;
    } catch (error) {
      if (!(error instanceof KoppelError) || error.code !== 'adapter.absent') throw error;
      this.#setState(to, 'down', null);
      return undefined;
    }
  }

  /** Where nobody traces here, the adapter goes on from where the caller was. */
  #startAsking({ operation, traceparent }: Pick<AskParams, 'operation' | 'traceparent'>): Span {
    const { tracer = silentTracer } = this.#parts;
    return tracer.start({ name: `ask ${operation}`, kind: 'client', parent: tracer.current ?? traceparent });
  }

  /** Learns what was registered while an announcement was lost, and how every known adapter is doing. */
  async lookAround(): Promise<void> {
    await this.reload().catch(() => this.#parts.log.warn({}, 'the registry could not be read'));
    await this.checkHealth();
  }

  /** Looks how every known adapter is doing. */
  async checkHealth(): Promise<void> {
    const known = this.#parts.registry.addresses();
    await Promise.all(known.map((address) => this.#checkOne(address)));
    this.#parts.metrics.adaptersKnown.set(known.length);
    this.#parts.metrics.adaptersUp.set(this.#parts.registry.countUp());
  }

  async #checkOne(address: Address): Promise<void> {
    try {
      const { isHealthy } = await this.#parts.edge.ping(address);
      this.#setState(address, isHealthy ? 'up' : 'down', this.#parts.clock.now());
    } catch {
      this.#setState(address, 'down', null);
    }
  }

  #setState(address: Address, state: AdapterState, seenAt: number | null): void {
    if (!this.#parts.registry.setState(address, state, seenAt)) return;
    this.#parts.metrics.adaptersUp.set(this.#parts.registry.countUp());
    this.#parts.log.info({ organisation: address.oin, client: address.client, state }, 'adapter changed');
    this.#parts.events.emit('adapter.changed', { organisation: address.oin, client: address.client, state });
  }
}
