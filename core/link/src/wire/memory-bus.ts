import { randomBytes } from 'node:crypto';
import { linkLimits } from '../limits.ts';
import { matchesSubject, type LinkPermissions } from '../permissions.ts';
import { PendingRequests } from './pending-requests.ts';
import type { ReceivedMessage, Subscription, Wire, WireFailure, WireMessage, WireStatus } from './wire.ts';

interface Subscriber {
  readonly owner: MemoryWire;
  readonly pattern: string;
  readonly queue: string | undefined;
  readonly receive: (message: ReceivedMessage) => void;
}

/**
 * The message server's stand-in inside one process: the same permissions, sizes, queues and answers, no network.
 * For a machine without nats-server, and for tests of what stands on the link.
 */
export class MemoryBus {
  readonly #subscribers = new Set<Subscriber>();
  readonly #wires = new Set<MemoryWire>();
  #turn = 0;

  connect(permissions: LinkPermissions, inboxPrefix: string): Wire {
    const wire = new MemoryWire(this, permissions, inboxPrefix);
    this.#wires.add(wire);
    return wire;
  }

  /** Cuts every connection, as the end of the server does. */
  interrupt(): void {
    for (const wire of this.#wires) wire.change('disconnected');
  }

  /** Brings the connections back, subscriptions included. */
  restore(): void {
    for (const wire of this.#wires) wire.change('connected');
  }

  add(subscriber: Subscriber): void {
    this.#subscribers.add(subscriber);
  }

  remove(subscriber: Subscriber): void {
    this.#subscribers.delete(subscriber);
  }

  removeWire(wire: MemoryWire): void {
    this.#wires.delete(wire);
    for (const subscriber of this.#subscribers) if (subscriber.owner === wire) this.#subscribers.delete(subscriber);
  }

  /** Hands a message to every subscriber without a queue and to one of each queue; false when there is none. */
  deliver(message: ReceivedMessage): boolean {
    const receivers = this.#receiversOf(message.subject);
    for (const subscriber of receivers) {
      if (message.replyTo !== undefined) subscriber.owner.expectAnswer(message.replyTo);
      setImmediate(() => {
        if (subscriber.owner.status === 'connected') subscriber.receive(message);
      });
    }
    return receivers.length > 0;
  }

  #receiversOf(subject: string): Subscriber[] {
    const listening = [...this.#subscribers].filter(
      ({ owner, pattern }) => owner.status === 'connected' && matchesSubject(pattern, subject),
    );
    const byQueue = Map.groupBy(listening, ({ queue }) => queue);
    this.#turn += 1;
    return [...byQueue].flatMap(([queue, members]) => {
      const chosen = members[this.#turn % members.length];
      return queue === undefined || !chosen ? members : [chosen];
    });
  }
}

class MemoryWire implements Wire {
  readonly #bus: MemoryBus;
  readonly #permissions: LinkPermissions;
  readonly #pending = new PendingRequests();
  readonly #listeners: ((status: WireStatus) => void)[] = [];
  readonly #inbox: string;
  /** Reply subjects that it may use once, as the server keeps them. */
  readonly #expected = new Set<string>();
  #status: WireStatus = 'connected';

  constructor(bus: MemoryBus, permissions: LinkPermissions, inboxPrefix: string) {
    this.#bus = bus;
    this.#permissions = permissions;
    this.#inbox = `${inboxPrefix}.${randomBytes(9).toString('hex')}.`;
    this.subscribe(`${this.#inbox}*`, undefined, (message) => {
      this.#pending.settle(message.subject.slice(this.#inbox.length), message);
    });
  }

  get status(): WireStatus {
    return this.#status;
  }

  request(subject: string, message: WireMessage, timeoutMs: number): Promise<ReceivedMessage | WireFailure> {
    return this.#pending.open(subject, timeoutMs, (token) => this.#send(subject, message, `${this.#inbox}${token}`));
  }

  publish(subject: string, message: WireMessage): boolean {
    const failure = this.#send(subject, message, undefined);
    // A sender that asks for no answer is not told that nobody listens, nor that the server refused.
    return failure === undefined || failure === 'absent' || failure === 'denied';
  }

  subscribe(subject: string, queue: string | undefined, receive: (message: ReceivedMessage) => void): Subscription {
    const subscriber: Subscriber = { owner: this, pattern: subject, queue, receive };
    if (this.#permissions.subscribe.some((pattern) => matchesSubject(pattern, subject))) this.#bus.add(subscriber);
    return {
      stop: async () => {
        this.#bus.remove(subscriber);
        // What was taken before is still on its way to `receive`.
        await new Promise(setImmediate);
      },
    };
  }

  async flush(): Promise<void> {
    await new Promise(setImmediate);
  }

  onStatus(listener: (status: WireStatus) => void): void {
    this.#listeners.push(listener);
  }

  async close(): Promise<void> {
    this.change('closed');
    this.#bus.removeWire(this);
  }

  expectAnswer(subject: string): void {
    if (this.#permissions.mayRespond) this.#expected.add(subject);
  }

  change(status: WireStatus): void {
    if (this.#status === status || this.#status === 'closed') return;
    this.#status = status;
    if (status !== 'connected') this.#pending.settleAll('cut');
    for (const listener of this.#listeners) listener(status);
  }

  #send(subject: string, message: WireMessage, replyTo: string | undefined): WireFailure | undefined {
    if (this.#status !== 'connected') return 'cut';
    if (message.body.byteLength > linkLimits.maxPayload) return 'too-large';
    if (!this.#mayPublish(subject)) return 'denied';
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(message.headers ?? {})) headers[name.toLowerCase()] = value;
    const isDelivered = this.#bus.deliver({ subject, replyTo, headers, body: message.body.slice() });
    return isDelivered ? undefined : 'absent';
  }

  #mayPublish(subject: string): boolean {
    return (
      this.#permissions.publish.some((pattern) => matchesSubject(pattern, subject)) || this.#expected.delete(subject)
    );
  }
}
