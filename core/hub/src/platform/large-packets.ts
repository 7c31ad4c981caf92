import { randomBytes } from 'node:crypto';
import { KoppelError, type Log } from '@koppel/contract';
import type { Middleware, ServiceBroker } from 'moleculer';

/** What the message server takes as one message, with room for its head. */
export const partBytes = 2_000_000;
/** The message server hangs up on whoever leaves 32 MB unread. */
export const mostParts = 12;
/** Of nodes that send at the same time: each sends all parts of a packet before anything else. */
const mostOpen = 16;
/** After this nobody waits for an answer any more. */
const openForMs = 70_000;
/** No packet begins with it, since packets are JSON. */
const mark = 0;
const idBytes = 8;
const headBytes = 1 + idBytes + 2;

/**
 * Hands packets from node to node that are larger than a message of the bus, such as a page of long texts, as several
 * messages. They arrive in the order in which they were sent; a packet of which one is missing is lost as a whole.
 */
export function largePackets(log: Log): Middleware {
  const parts = new Parts();
  let broker: ServiceBroker | undefined;
  const send = async (next: Send, ...[topic, data, meta]: Parameters<Send>): Promise<void> => {
    if (data.length <= partBytes) return next(topic, data, meta);
    if (data.length > mostParts * partBytes && meta.packet?.type === 'RES') return refuse(meta.packet);
    await Promise.all(cut(data).map((part) => next(topic, part, meta)));
  };
  /** Whoever asked hears at once that there is no answer; the library would tell nobody. */
  const refuse = async ({ target, payload }: Packet): Promise<void> => {
    const error = tooLarge();
    log.error({ code: error.code }, 'an answer is larger than nodes hand to one another');
    await broker?.transit?.sendResponse(target, payload.id, {}, {}, {}, error);
  };
  return {
    name: 'large-packets',
    created: (created) => void (broker = created),
    // The library's types take both hooks for the methods that they wrap.
    ...({
      transporterSend: (next: Send): Send => {
        return (topic, data, meta) => send(next, topic, data, meta);
      },
      transporterReceive: (next: Receive): Receive => {
        return (command, data, source) => {
          const packet = data[0] === mark ? parts.take(data) : data;
          return packet && next(command, packet, source);
        };
      },
    } as object),
  };
}

interface Packet {
  readonly type: string;
  readonly target: string;
  readonly payload: { readonly id: string };
}

type Send = (topic: string, data: Buffer, meta: { readonly packet?: Packet }) => Promise<void>;
type Receive = (command: string, data: Buffer, source: unknown) => unknown;

const tooLarge = (): KoppelError => new KoppelError('hub.failed', 'More than nodes hand to one another');

/** @throws KoppelError `hub.failed` when it is too large for parts as well. */
export function cut(packet: Buffer): Buffer[] {
  const count = Math.ceil(packet.length / partBytes);
  if (count > mostParts) throw tooLarge();
  const id = randomBytes(idBytes);
  return Array.from({ length: count }, (_none, place) => {
    const content = packet.subarray(place * partBytes, (place + 1) * partBytes);
    return Buffer.concat([Buffer.of(mark), id, Buffer.of(place, count), content]);
  });
}

interface Open {
  readonly contents: Buffer[];
  readonly since: number;
}

/** What has come of packets that are still on their way. */
export class Parts {
  readonly #open = new Map<string, Open>();
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** The packet that this part completes. */
  take(part: Buffer): Buffer | undefined {
    this.#forgetOlderThan(openForMs);
    const id = part.toString('hex', 1, 1 + idBytes);
    const [place = 0, count = 0] = part.subarray(1 + idBytes, headBytes);
    const { contents, since } = this.#open.get(id) ?? { contents: [], since: this.#now() };
    this.#open.delete(id);
    if (place !== contents.length || count > mostParts) return undefined;
    contents.push(part.subarray(headBytes));
    if (contents.length === count) return Buffer.concat(contents);
    this.#keep(id, { contents, since });
    return undefined;
  }

  #keep(id: string, open: Open): void {
    const [oldest] = this.#open.keys();
    if (oldest !== undefined && this.#open.size >= mostOpen) this.#open.delete(oldest);
    this.#open.set(id, open);
  }

  #forgetOlderThan(ms: number): void {
    for (const [id, { since }] of this.#open) if (this.#now() - since > ms) this.#open.delete(id);
  }
}
