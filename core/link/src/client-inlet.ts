import { KoppelError, asKoppelError, type Log } from '@koppel/contract';
import { hubSubjects, inboxPrefix, linkName, parseHubSubject, type HubVerb, type LinkAddress } from './address.ts';
import { InFlight } from './in-flight.ts';
import { linkLimits } from './limits.ts';
import { parseBody } from './message/body.ts';
import { headerOf, timeoutOf } from './message/header-names.ts';
import { encodeProblem } from './message/problem.ts';
import { encodeReply } from './message/reply.ts';
import type { ReceivedMessage, Subscription, Wire, WireMessage } from './wire/wire.ts';

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

/** Every node of the hub listens in the same queue, so each message reaches one of them. */
const hubQueue = 'hub';
const defaultTimeoutMs = 10_000;

/** Where messages of clients come in: each is answered once, to the client that sent it and to nobody else. */
export class ClientInlet {
  readonly #wire: Wire;
  readonly #log: Log;
  readonly #askers: readonly string[];
  readonly #subscriptions: Subscription[] = [];
  readonly #inFlight = new InFlight();
  readonly #perClient = new Map<string, number>();
  #droppedMessages = 0;

  /**
   * Of organisations whose clients connect to a leaf node the questions are asked for by name: their leaf may carry
   * nobody else's, so the interest in everybody's does not reach it. One queue: each message still comes once.
   */
  constructor(wire: Wire, log: Log, leafOrganisations: readonly string[] = []) {
    this.#wire = wire;
    this.#log = log;
    this.#askers = ['*', ...leafOrganisations];
  }

  get droppedMessages(): number {
    return this.#droppedMessages;
  }

  /** Resolves once the server delivers. */
  async listen(verb: HubVerb, listener: ClientListener): Promise<void> {
    const receive = (message: ReceivedMessage): void => this.#receive(message, listener);
    for (const oin of this.#askers) {
      this.#subscriptions.push(this.#wire.subscribe(hubSubjects(verb, oin), hubQueue, receive));
    }
    await this.#wire.flush();
  }

  /** Takes no more messages and answers those that it has, at most so long. */
  async drain(timeoutMs: number): Promise<void> {
    await Promise.all(this.#subscriptions.map((subscription) => subscription.stop()));
    await this.#inFlight.settle(timeoutMs);
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
    if (problem.code === 'hub.failed') this.#log.error(originOf(error), 'A message of a client could not be answered');
    return encodeProblem(problem);
  }

  #release(name: string): void {
    const left = (this.#perClient.get(name) ?? 1) - 1;
    if (left > 0) this.#perClient.set(name, left);
    else this.#perClient.delete(name);
  }
}

/** A listener for what needs no reply: the client learns that it was taken, and no more. */
export function acknowledging(listener: ClientListener): ClientListener {
  return async (message) => {
    await listener(message);
    return {};
  };
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

/** Where an error came from. Its message stays out: it may quote what a client sent. */
function originOf(error: unknown): { readonly error: string; readonly at: string[] } {
  const cause = error instanceof KoppelError ? (error.cause ?? error) : error;
  if (!(cause instanceof Error)) return { error: typeof cause, at: [] };
  return { error: cause.name, at: (cause.stack ?? '').split('\n').filter((line) => line.startsWith('    at ')) };
}
