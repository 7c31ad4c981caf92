import { KoppelError, type Log, type ProblemCode } from '@koppel/contract';
import {
  adapterSubject,
  checkAddress,
  healthSubject,
  hubInboxPrefix,
  witnessSubject,
  type LinkAddress,
} from './address.ts';
import { acknowledging, ClientInlet, type ClientListener } from './client-inlet.ts';
import { decodeAdapterProblem, isProblem } from './message/problem.ts';
import { encodeQuestion, type Asked } from './message/question.ts';
import { decodeAnswer, type ReceivedAnswer } from './message/reply.ts';
import {
  decodeWitnessAnswer,
  encodeWitnessQuestion,
  type WitnessAnswer,
  type WitnessQuestion,
} from './message/witness.schema.ts';
import { hubPermissions } from './permissions.ts';
import { connectNats, type NatsWireOptions } from './wire/connect-nats.ts';
import type { MemoryBus } from './wire/memory-bus.ts';
import type { Wire, WireFailure, WireStatus } from './wire/wire.ts';

export interface AdapterHealth {
  readonly roundTripMs: number;
  /** Whether the adapter says that its source can be asked; `code` says why not. */
  readonly isHealthy: boolean;
  readonly code?: ProblemCode;
}

const failureCodes: Record<WireFailure, ProblemCode> = {
  absent: 'adapter.absent',
  late: 'exchange.deadline',
  cut: 'link.unavailable',
  denied: 'link.denied',
  'too-large': 'link.too-large',
};

const pingTimeoutMs = 2_000;
const witnessTimeoutMs = 5_000;
const drainTimeoutMs = 10_000;
const noBody = new Uint8Array();

/** The hub's end of the link. */
export class HubEdge {
  readonly #wire: Wire;
  readonly #inlet: ClientInlet;

  constructor(wire: Wire, log: Log, leafOrganisations: readonly string[] = []) {
    this.#wire = wire;
    this.#inlet = new ClientInlet(wire, log, leafOrganisations);
  }

  get status(): WireStatus {
    return this.#wire.status;
  }

  /** Messages of clients that named no subject of their own for their answer; zero unless somebody tries. */
  get droppedMessages(): number {
    return this.#inlet.droppedMessages;
  }

  onStatus(listener: (status: WireStatus) => void): void {
    this.#wire.onStatus(listener);
  }

  /**
   * Puts one question to one adapter, once.
   * @throws KoppelError `adapter.absent` when it is not connected, `exchange.deadline` when it did not answer in time,
   * `link.unavailable` when the connection is or went down, `link.too-large`, `reply.*`, `source.*`, `adapter.failed`.
   */
  async ask(to: LinkAddress, asked: Asked, timeoutMs: number): Promise<ReceivedAnswer> {
    const message = encodeQuestion(asked, timeoutMs);
    const outcome = await this.#wire.request(adapterSubject(to, asked.operation), message, timeoutMs);
    if (typeof outcome === 'string') throw new KoppelError(failureCodes[outcome]);
    if (isProblem(outcome)) throw decodeAdapterProblem(outcome);
    return decodeAnswer(outcome, asked.mode);
  }

  /** Whether the adapter is there and well. @throws KoppelError `adapter.absent`, `exchange.deadline` or `link.unavailable`. */
  async ping(to: LinkAddress): Promise<AdapterHealth> {
    const askedAt = performance.now();
    const outcome = await this.#wire.request(healthSubject(checkAddress(to)), { body: noBody }, pingTimeoutMs);
    if (typeof outcome === 'string') throw new KoppelError(failureCodes[outcome]);
    const roundTripMs = performance.now() - askedAt;
    if (!isProblem(outcome)) return { roundTripMs, isHealthy: true };
    return { roundTripMs, isHealthy: false, code: decodeAdapterProblem(outcome).code };
  }

  /**
   * Asks a client to cosign a checkpoint. Its refusal is an answer.
   * @throws KoppelError `adapter.absent` also when it witnesses nothing, `exchange.deadline`, `link.unavailable`, `reply.invalid`,
   * `adapter.failed`.
   */
  async askWitness(to: LinkAddress, question: WitnessQuestion): Promise<WitnessAnswer> {
    const message = encodeWitnessQuestion(question);
    const outcome = await this.#wire.request(witnessSubject(checkAddress(to)), message, witnessTimeoutMs);
    if (typeof outcome === 'string') throw new KoppelError(failureCodes[outcome]);
    if (isProblem(outcome)) throw decodeAdapterProblem(outcome);
    return decodeWitnessAnswer(outcome);
  }

  /** Requests for an exchange; resolves once the server delivers them. */
  onExchange(listener: ClientListener): Promise<void> {
    return this.#inlet.listen('exchange', listener);
  }

  /** Events of partners' systems, still to be checked; the client learns that one is kept when the listener is done. */
  onEvent(listener: ClientListener): Promise<void> {
    return this.#inlet.listen('event', acknowledging(listener));
  }

  /** The body is the manifest, still to be checked against the contract and against `from`. */
  onRegister(listener: ClientListener): Promise<void> {
    return this.#inlet.listen('register', acknowledging(listener));
  }

  /** One process of the client stops; others of the same client may go on, as `ping` tells. */
  onDrain(listener: ClientListener): Promise<void> {
    return this.#inlet.listen('drain', acknowledging(listener));
  }

  /** Takes no more messages of clients, answers those that it has, and closes. */
  async drain(timeoutMs = drainTimeoutMs): Promise<void> {
    await this.#inlet.drain(timeoutMs);
    if (this.#wire.status === 'connected') await this.#wire.flush();
    await this.close();
  }

  async close(): Promise<void> {
    await this.#wire.close();
  }
}

export interface HubEdgeOptions extends NatsWireOptions {
  readonly log: Log;
  /** OINs of organisations whose clients connect to a leaf node, at most 50. */
  readonly leafOrganisations?: readonly string[];
}

export async function connectHubEdge(options: HubEdgeOptions): Promise<HubEdge> {
  return new HubEdge(await connectNats(options), options.log, options.leafOrganisations);
}

/** The hub's end of a link inside this process, for a machine without a message server. */
export function openMemoryHubEdge(bus: MemoryBus, log: Log): HubEdge {
  return new HubEdge(bus.connect(hubPermissions, hubInboxPrefix), log);
}
