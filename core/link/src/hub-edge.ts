import { KoppelError, asKoppelError, type Answer, type Log, type ProblemCode } from '@koppel/contract';
import {
  adapterSubject,
  checkAddress,
  healthSubject,
  hubInboxPrefix,
  hubSubjects,
  inboxPrefix,
  linkName,
  parseHubSubject,
  type HubVerb,
  type LinkAddress,
} from './address.ts';
import { InFlight } from './in-flight.ts';
import { linkLimits } from './limits.ts';
import { parseBody } from './message/body.ts';
import { headerOf, timeoutOf } from './message/header-names.ts';
import { decodeAdapterProblem, encodeProblem, isProblem } from './message/problem.ts';
import { encodeQuestion, type Asked } from './message/question.ts';
import { decodeAnswer, encodeReply } from './message/reply.ts';
import { hubPermissions } from './permissions.ts';
import { connectNats, type NatsWireOptions } from './wire/connect-nats.ts';
import type { MemoryBus } from './wire/memory-bus.ts';
import type { ReceivedMessage, Subscription, Wire, WireFailure, WireMessage, WireStatus } from './wire/wire.ts';

/** What a client sent; `from` is what the server enforced, the body is not checked yet. */
export interface FromClient {
  readonly from: LinkAddress;
  readonly body: unknown;
  /** Empty when the client sent none. */
  readonly traceparent: string;
  readonly transaction: string;
  /** How long the client still waits. */
  readonly timeoutMs: number;
}

/** Returns the reply, or throws a `KoppelError` that the client receives as a problem. */
export type ClientListener = (message: FromClient) => Promise<unknown>;

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
const defaultTimeoutMs = 10_000;
const noBody = new Uint8Array();

/** The hub's end of the link. */
export class HubEdge {
  readonly #wire: Wire;
  readonly #log: Log;
  readonly #subscriptions: Subscription[] = [];
  readonly #inFlight = new InFlight();
  readonly #perClient = new Map<string, number>();
  #droppedMessages = 0;

  constructor(wire: Wire, log: Log) {
    this.#wire = wire;
    this.#log = log;
  }

  get status(): WireStatus {
    return this.#wire.status;
  }

  /** Messages of clients that named somebody else's subject for their answer. */
  get droppedMessages(): number {
    return this.#droppedMessages;
  }

  onStatus(listener: (status: WireStatus) => void): void {
    this.#wire.onStatus(listener);
  }

  /**
   * Puts one question to one adapter, once.
   * @throws KoppelError `adapter.absent` when it is not connected, `exchange.deadline` when it did not answer in time,
   * `link.unavailable` when the connection is or went down, `link.too-large`, `reply.*`, `source.*`, `adapter.failed`.
   */
  async ask(to: LinkAddress, asked: Asked, timeoutMs: number): Promise<Answer> {
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

  /** Requests for an exchange; resolves once the server delivers them. */
  onExchange(listener: ClientListener): Promise<void> {
    return this.#listen('exchange', listener);
  }

  /** The body is the manifest, still to be checked against the contract and against `from`. */
  onRegister(listener: ClientListener): Promise<void> {
    return this.#listen('register', acknowledging(listener));
  }

  /** One process of the client stops; others of the same client may go on, as `ping` tells. */
  onDrain(listener: ClientListener): Promise<void> {
    return this.#listen('drain', acknowledging(listener));
  }

  /** Takes no more questions of clients, answers those that it has, and closes. */
  async drain(timeoutMs = defaultTimeoutMs): Promise<void> {
    await Promise.all(this.#subscriptions.map((subscription) => subscription.stop()));
    await this.#inFlight.settle(timeoutMs);
    if (this.#wire.status === 'connected') await this.#wire.flush();
    await this.close();
  }

  async close(): Promise<void> {
    await this.#wire.close();
  }

  async #listen(verb: HubVerb, listener: ClientListener): Promise<void> {
    // Every node of the hub listens in the same queue, so each message reaches one of them.
    const subscription = this.#wire.subscribe(hubSubjects(verb), 'hub', (message) => this.#receive(message, listener));
    this.#subscriptions.push(subscription);
    await this.#wire.flush();
  }

  #receive(message: ReceivedMessage, listener: ClientListener): void {
    const from = parseHubSubject(message.subject)?.from;
    // A client could name another's inbox or another adapter's subject for its answer, and the hub may publish there.
    if (from && message.replyTo?.startsWith(`${inboxPrefix(from)}.`) === true) {
      this.#inFlight.add(this.#answer(from, message, listener));
    } else this.#droppedMessages += 1;
  }

  async #answer(from: LinkAddress, message: ReceivedMessage, listener: ClientListener): Promise<void> {
    const reply = await this.#replyTo(from, message, listener);
    if (message.replyTo !== undefined) this.#wire.publish(message.replyTo, reply);
  }

  async #replyTo(from: LinkAddress, message: ReceivedMessage, listener: ClientListener): Promise<WireMessage> {
    const name = linkName(from);
    const inFlight = this.#perClient.get(name) ?? 0;
    if (inFlight >= linkLimits.maxInFlightPerClient) return encodeProblem(new KoppelError('rate.exceeded'));
    this.#perClient.set(name, inFlight + 1);
    try {
      return encodeReply(await listener(fromClient(from, message)));
    } catch (error) {
      return this.#problem(error);
    } finally {
      this.#release(name);
    }
  }

  #problem(error: unknown): WireMessage {
    const problem = asKoppelError(error);
    // An unexpected fault ends here; the client only learns that there was one.
    if (problem.code === 'hub.failed') this.#log.error(traceOf(error), 'A message of a client could not be answered');
    return encodeProblem(problem);
  }

  #release(name: string): void {
    const left = (this.#perClient.get(name) ?? 1) - 1;
    if (left > 0) this.#perClient.set(name, left);
    else this.#perClient.delete(name);
  }
}

/** A client that tells something learns that it was taken, and no more. */
function acknowledging(listener: ClientListener): ClientListener {
  return async (message) => {
    await listener(message);
    return {};
  };
}

/** Where an error came from. Its message stays out: it may quote what a client sent. */
function traceOf(error: unknown): { readonly error: string; readonly at: string[] } {
  const cause = error instanceof KoppelError ? (error.cause ?? error) : error;
  if (!(cause instanceof Error)) return { error: typeof cause, at: [] };
  return { error: cause.name, at: (cause.stack ?? '').split('\n').filter((line) => line.startsWith('    at ')) };
}

function fromClient(from: LinkAddress, message: ReceivedMessage): FromClient {
  return {
    from,
    body: parseBody(message.body, linkLimits.maxRequest),
    traceparent: headerOf(message.headers, 'traceparent'),
    transaction: headerOf(message.headers, 'transaction'),
    timeoutMs: timeoutOf(message.headers, defaultTimeoutMs),
  };
}

export interface HubEdgeOptions extends NatsWireOptions {
  readonly log: Log;
}

export async function connectHubEdge(options: HubEdgeOptions): Promise<HubEdge> {
  return new HubEdge(await connectNats(options), options.log);
}

/** The hub's end of a link inside this process, for a machine without a message server. */
export function openMemoryHubEdge(bus: MemoryBus, log: Log): HubEdge {
  return new HubEdge(bus.connect(hubPermissions, hubInboxPrefix), log);
}
