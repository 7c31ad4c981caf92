import {
  KoppelError,
  createTransaction,
  exchangeDeadlineMs,
  type EventMessage,
  type ExchangeReply,
  type ExchangeRequest,
  type Manifest,
  type ProblemCode,
  type Trace,
} from '@koppel/contract';
import {
  adapterSubject,
  checkAddress,
  healthSubject,
  hubSubject,
  inboxPrefix,
  linkName,
  witnessSubject,
  type HubVerb,
  type LinkAddress,
} from './address.ts';
import { askWithEvidence, type EvidenceOptions } from './evidence/asking-evidence.ts';
import { linkLimits } from './limits.ts';
import { parseBody, requestBody } from './message/body.ts';
import { headerNames } from './message/header-names.ts';
import { decodeHubProblem, isProblem } from './message/problem.ts';
import type { Offer } from './offer.ts';
import { clientPermissions } from './permissions.ts';
import { QuestionServer } from './question-server.ts';
import { connectNats, type NatsWireOptions } from './wire/connect-nats.ts';
import { ownerOf } from './wire/credentials.ts';
import type { MemoryBus } from './wire/memory-bus.ts';
import type { Wire, WireFailure, WireStatus } from './wire/wire.ts';

/** What is left out, the hub makes. */
export type TraceContext = Partial<Trace>;

const failureCodes: Record<WireFailure, ProblemCode> = {
  absent: 'hub.unavailable',
  late: 'exchange.deadline',
  cut: 'link.unavailable',
  denied: 'link.denied',
  'too-large': 'link.too-large',
};

const administrationTimeoutMs = 5_000;
/** Lets the hub's own word about the deadline arrive before ours. */
const graceMs = 1_000;

/** A client's end of the link: an adapter, a flow runtime or a hub that is the adapter of another. */
export class LinkClient {
  readonly address: LinkAddress;
  readonly #wire: Wire;
  readonly #evidence: EvidenceOptions | undefined;
  #server: QuestionServer | undefined;

  /** With `evidence` every request is signed, whether or not its agreement asks for it. */
  constructor(wire: Wire, address: LinkAddress, evidence?: EvidenceOptions) {
    this.#wire = wire;
    this.#evidence = evidence;
    this.address = checkAddress(address);
  }

  get status(): WireStatus {
    return this.#wire.status;
  }

  onStatus(listener: (status: WireStatus) => void): void {
    this.#wire.onStatus(listener);
  }

  /** Answers questions from now on, also after every reconnection. Call it once. */
  async serve(offer: Offer): Promise<void> {
    if (this.#server) throw new KoppelError('adapter.failed', 'This client serves already');
    this.#server = new QuestionServer(this.#wire, {
      name: linkName(this.address),
      subjectOf: (operation) => adapterSubject(this.address, operation),
      healthSubject: healthSubject(this.address),
      witnessSubject: witnessSubject(this.address),
      offer,
    });
    this.#server.open();
    await this.#wire.flush();
  }

  /** Asks the hub for an exchange. @throws KoppelError the hub's problem, or `hub.unavailable`, `link.*`, `exchange.deadline`. */
  async exchange(request: ExchangeRequest, trace: TraceContext = {}): Promise<ExchangeReply> {
    const timeoutMs = (request.deadlineMs ?? exchangeDeadlineMs.default) + graceMs;
    // The hub is trusted and validated the reply against its view.
    const send = async (body: ExchangeRequest, by: TraceContext): Promise<ExchangeReply> =>
      (await this.#askHub('exchange', body, { timeoutMs, ...by })) as ExchangeReply;
    if (!this.#evidence) return send(request, trace);
    const { transaction = createTransaction() } = trace;
    const asking = { at: new Date().toISOString(), transaction, requester: this.address.oin };
    return askWithEvidence({ request, asking, send: (body) => send(body, { ...trace, transaction }) }, this.#evidence);
  }

  /** Tells the hub what happened; resolves once it is kept there. Repeating it under the same id changes nothing. */
  async publish(event: EventMessage, trace: TraceContext = {}): Promise<void> {
    await this.#askHub('event', event, { timeoutMs: exchangeDeadlineMs.default, ...trace });
  }

  /** Tells the hub what this client offers; to be repeated after each reconnection. */
  async register(manifest: Manifest): Promise<void> {
    await this.#askHub('register', manifest, { timeoutMs: administrationTimeoutMs });
  }

  /** Takes no more questions, finishes those in flight, tells the hub and closes. */
  async drain(timeoutMs = administrationTimeoutMs): Promise<void> {
    await this.#server?.stop(timeoutMs);
    // The hub finds out by itself when it cannot be told now.
    await this.#askHub('drain', {}, { timeoutMs: graceMs }).catch(() => undefined);
    await this.close();
  }

  async close(): Promise<void> {
    this.#server?.abandon();
    await this.#wire.close();
  }

  async #askHub(
    verb: HubVerb,
    payload: object,
    options: TraceContext & { readonly timeoutMs: number },
  ): Promise<object> {
    const body = requestBody(payload);
    const headers = {
      [headerNames.timeoutMs]: String(options.timeoutMs),
      ...(options.traceparent === undefined ? {} : { [headerNames.traceparent]: options.traceparent }),
      ...(options.transaction === undefined ? {} : { [headerNames.transaction]: options.transaction }),
    };
    const outcome = await this.#wire.request(hubSubject(this.address, verb), { body, headers }, options.timeoutMs);
    if (typeof outcome === 'string') throw new KoppelError(failureCodes[outcome]);
    if (isProblem(outcome)) throw decodeHubProblem(outcome);
    return parseBody(outcome.body, linkLimits.maxPayload);
  }
}

export interface LinkClientOptions extends NatsWireOptions {
  /** Signs what this client asks, and keeps the proof. */
  readonly evidence?: EvidenceOptions;
}

export async function connectLinkClient(options: LinkClientOptions): Promise<LinkClient> {
  const { address } = ownerOf(options.credentials);
  if (!address) throw new KoppelError('config.invalid', 'These credentials are the hub’s own, not those of a client');
  return new LinkClient(await connectNats(options), address, options.evidence);
}

/** A client inside the hub's own process, for a machine without a message server. */
export function openMemoryLinkClient(bus: MemoryBus, address: LinkAddress): LinkClient {
  return new LinkClient(bus.connect(clientPermissions(address), inboxPrefix(address)), address);
}
