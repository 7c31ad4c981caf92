import { randomBytes } from 'node:crypto';
import { DebugEvents, ErrorCode, Events, type Msg, type NatsConnection, type PublishOptions, type Status } from 'nats';
import { linkLimits } from '../limits.ts';
import { decodeHeaders, encodeHeaders, isNoResponders } from './header-block.ts';
import { PendingRequests } from './pending-requests.ts';
import type { ReceivedMessage, Subscription, Wire, WireFailure, WireHeaders, WireMessage, WireStatus } from './wire.ts';

const noHeaders: WireHeaders = Object.freeze({});

/**
 * A NATS connection as a `Wire`.
 *
 * Requests share one inbox subscription kept here instead of in the client library, which makes several promises,
 * timers and errors per request: this takes half the processor time, and it knows which requests were in flight
 * when the connection went down.
 */
export class NatsWire implements Wire {
  readonly #connection: NatsConnection;
  readonly #pending = new PendingRequests();
  readonly #listeners: ((status: WireStatus) => void)[] = [];
  readonly #inbox: string;
  #outgoing: Outgoing[] = [];
  #status: WireStatus = 'connected';

  /** `inboxPrefix` is the one that the credentials of the connection allow. */
  constructor(connection: NatsConnection, inboxPrefix: string) {
    this.#connection = connection;
    this.#inbox = `${inboxPrefix}.${randomBytes(9).toString('hex')}.`;
    this.subscribe(`${this.#inbox}*`, undefined, (message) => this.#settle(message));
    void this.#followStatus();
    void connection.closed().then(() => this.#change('closed'));
  }

  get status(): WireStatus {
    return this.#status;
  }

  request(subject: string, message: WireMessage, timeoutMs: number): Promise<ReceivedMessage | WireFailure> {
    return this.#pending.open(subject, timeoutMs, (token) => this.#send(subject, message, `${this.#inbox}${token}`));
  }

  publish(subject: string, message: WireMessage): boolean {
    return this.#send(subject, message, undefined) === undefined;
  }

  subscribe(subject: string, queue: string | undefined, receive: (message: ReceivedMessage) => void): Subscription {
    const subscription = this.#connection.subscribe(subject, {
      ...(queue === undefined ? {} : { queue }),
      callback: (error, message) => {
        // With an error there is no message: the server refused the subscription, and the status says so.
        if (!error) receive(received(message));
      },
    });
    return { stop: () => subscription.drain() };
  }

  async flush(): Promise<void> {
    this.#sendOutgoing();
    await this.#connection.flush();
  }

  onStatus(listener: (status: WireStatus) => void): void {
    this.#listeners.push(listener);
  }

  async close(): Promise<void> {
    await this.#connection.close();
    this.#change('closed');
  }

  #send(subject: string, message: WireMessage, reply: string | undefined): WireFailure | undefined {
    // The library would keep the message and send it after reconnecting, when nobody waits for its answer.
    if (this.#status !== 'connected') return 'cut';
    const headers = message.headers === undefined ? undefined : encodeHeaders(message.headers);
    if (message.body.byteLength + (headers?.byteLength ?? 0) > this.#maxPayload()) return 'too-large';
    if (this.#outgoing.length === 0) setImmediate(() => this.#sendOutgoing());
    this.#outgoing.push({ subject, body: message.body, options: publishOptions(headers, reply) });
    return undefined;
  }

  #maxPayload(): number {
    return this.#connection.info?.max_payload ?? linkLimits.maxPayload;
  }

  /** Hands over together what was sent in one turn of the event loop: the library writes to the socket once for all of it. */
  #sendOutgoing(): void {
    const outgoing = this.#outgoing;
    this.#outgoing = [];
    for (const message of outgoing) this.#handOver(message);
  }

  #handOver({ subject, body, options }: Outgoing): void {
    try {
      if (this.#status === 'connected') this.#connection.publish(subject, body, options);
    } catch {
      // The connection ended in this very turn; nobody may be left waiting for an answer.
      this.#pending.settle((options.reply ?? '').slice(this.#inbox.length), 'cut');
    }
  }

  #settle(message: ReceivedMessage): void {
    const outcome = isNoResponders(message.headers, message.body) ? 'absent' : message;
    this.#pending.settle(message.subject.slice(this.#inbox.length), outcome);
  }

  async #followStatus(): Promise<void> {
    for await (const status of this.#connection.status()) this.#follow(status);
  }

  #follow(status: Status): void {
    if (status.type === Events.Disconnect || status.type === DebugEvents.StaleConnection) {
      // Once refused, it stays so until it is let in again: each attempt ends in another disconnection.
      if (this.#status !== 'denied') this.#change('disconnected');
    } else if (status.type === Events.Reconnect) this.#change('connected');
    else if (status.type === Events.Error) this.#refused(status);
  }

  #refused(status: Status): void {
    if (status.data === ErrorCode.AuthorizationViolation) this.#change('denied');
    else if (status.permissionContext) this.#pending.settleAll('denied', status.permissionContext.subject);
  }

  #change(status: WireStatus): void {
    if (this.#status === status || this.#status === 'closed') return;
    this.#status = status;
    if (status !== 'connected') this.#pending.settleAll('cut');
    for (const listener of this.#listeners) listener(status);
  }
}

interface Outgoing {
  readonly subject: string;
  readonly body: Uint8Array;
  readonly options: PublishOptions;
}

function publishOptions(headers: Uint8Array | undefined, reply: string | undefined): PublishOptions {
  // The library only ever calls `encode` on headers that it sends.
  const block = headers === undefined ? {} : { headers: { encode: () => headers } as never };
  return reply === undefined ? block : { reply, ...block };
}

/** Where nats 2.29 keeps the raw message; a test fails when a new version keeps it elsewhere. */
interface RawMessage {
  readonly _rdata: Uint8Array;
  readonly _msg: { readonly hdr: number };
}

/**
 * Reads the header block from the raw bytes: the library's own parser throws on a malformed block, inside its read
 * loop, so that one crafted message would cut the connection.
 */
function received(message: Msg): ReceivedMessage {
  const { _rdata: bytes, _msg: frame } = message as Msg & Partial<RawMessage> as RawMessage;
  return {
    subject: message.subject,
    replyTo: message.reply === '' ? undefined : message.reply,
    headers: frame.hdr > 0 ? decodeHeaders(bytes.subarray(0, frame.hdr)) : noHeaders,
    body: message.data,
  };
}
