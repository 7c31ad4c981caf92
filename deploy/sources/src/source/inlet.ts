import type { FastifyReply, FastifyRequest } from 'fastify';
import { Faults, type GarbageKind } from './faults.ts';
import type { Receipts } from './receipts.ts';
import { Refusal } from './refusal.ts';

/** Where questions come in: notes each in the receipt file, then misbehaves as it was told to. */
export class Inlet {
  readonly faults = new Faults();
  readonly #receipts: Receipts;
  readonly #garbage = new WeakMap<FastifyRequest, GarbageKind>();

  constructor(receipts: Receipts) {
    this.#receipts = receipts;
  }

  /** Called once per authenticated question, before it is looked at. Throws the refusal that a fault asks for. */
  async receive(request: FastifyRequest, reply: FastifyReply, operation: string): Promise<void> {
    this.#receipts.append(operation, request.headers['fsc-transaction-id']);
    const fault = await this.faults.take();
    if (fault.disconnect) {
      reply.hijack();
      reply.raw.destroy();
      throw new Refusal(503, 'disconnected');
    }
    if (fault.failWith !== undefined) throw asRefusal(fault.failWith, fault.retryAfterSeconds);
    if (fault.garbage) this.#garbage.set(request, fault.garbage);
  }

  /** The kind of garbage that is due to a request; undefined for a healthy answer. */
  findGarbage(request: FastifyRequest): GarbageKind | undefined {
    return this.#garbage.get(request);
  }

  close(): void {
    this.faults.close();
    this.#receipts.close();
  }
}

function asRefusal(status: number, retryAfterSeconds?: number): Refusal {
  const isTemporary = status === 429 || status === 503;
  const seconds = retryAfterSeconds ?? (isTemporary ? 1 : undefined);
  return new Refusal(status, 'fault', seconds === undefined ? {} : { headers: { 'retry-after': String(seconds) } });
}
