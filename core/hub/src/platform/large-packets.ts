import { randomBytes } from 'node:crypto';
import { KoppelError } from '@koppel/contract';
import type { Middleware } from 'moleculer';

/** Half of what the message server takes as one message. */
const partBytes = 1_000_000;
/** The message server hangs up on whoever leaves 32 MB unread. */
export const mostParts = 24;
/** Of nodes that send at the same time: each sends all parts of a packet before anything else. */
const mostOpen = 32;
/** No packet begins with it, since packets are JSON. */
const mark = 0;
const idBytes = 8;
const headBytes = 1 + idBytes + 2;

/**
 * Hands packets from node to node that are larger than a message of the bus, such as a page of long texts, as several
 * messages. They arrive in the order in which they were sent; a packet of which one is missing is lost as a whole.
 */
export function largePackets(): Middleware {
  const parts = new Parts();
  return {
    name: 'large-packets',
    // The library's types take both hooks for the methods that they wrap.
    ...({
      transporterSend: (next: Send): Send => {
        return async (topic, data, meta) => {
          if (data.length <= partBytes) return next(topic, data, meta);
          await Promise.all(cut(data).map((part) => next(topic, part, meta)));
        };
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

type Send = (topic: string, data: Buffer, meta: unknown) => Promise<void>;
type Receive = (command: string, data: Buffer, source: unknown) => unknown;

/** @throws KoppelError `hub.failed` when it is too large for parts as well. */
export function cut(packet: Buffer): Buffer[] {
  const count = Math.ceil(packet.length / partBytes);
  if (count > mostParts) throw new KoppelError('hub.failed', 'More than nodes hand to one another');
  const id = randomBytes(idBytes);
  return Array.from({ length: count }, (_none, place) => {
    const content = packet.subarray(place * partBytes, (place + 1) * partBytes);
    return Buffer.concat([Buffer.of(mark), id, Buffer.of(place, count), content]);
  });
}

/** What has come of packets that are still on their way. */
export class Parts {
  readonly #open = new Map<string, Buffer[]>();

  /** The packet that this part completes. */
  take(part: Buffer): Buffer | undefined {
    const id = part.toString('hex', 1, 1 + idBytes);
    const [place = 0, count = 0] = part.subarray(1 + idBytes, headBytes);
    const contents = this.#open.get(id) ?? [];
    this.#open.delete(id);
    if (place !== contents.length || count > mostParts) return undefined;
    contents.push(part.subarray(headBytes));
    if (contents.length === count) return Buffer.concat(contents);
    this.#keep(id, contents);
    return undefined;
  }

  /** What waits longest will not be completed any more. */
  #keep(id: string, contents: Buffer[]): void {
    this.#open.set(id, contents);
    if (this.#open.size <= mostOpen) return;
    for (const [oldest] of this.#open) return void this.#open.delete(oldest);
  }
}
