import { setTimeout as delay } from 'node:timers/promises';

export const garbageKinds = ['truncated', 'wrong-type', 'extra-field', 'html', 'doctype', 'oversized'] as const;
export type GarbageKind = (typeof garbageKinds)[number];

/** How a source misbehaves; an empty object is a healthy source. A delay combines with everything else. */
export interface FaultSettings {
  readonly delayMs?: number;
  /** HTTP status to answer instead of the answer. */
  readonly failWith?: number;
  /** `Retry-After` in seconds beside `failWith`; 429 and 503 send 1 when it is absent. */
  readonly retryAfterSeconds?: number;
  /** Close the connection without an answer. */
  readonly disconnect?: boolean;
  readonly garbage?: GarbageKind;
  /** Only the next so many questions misbehave; absent means all. */
  readonly times?: number;
}

/** Shape of `FaultSettings` on the control surface. */
export const faultSettingsSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    delayMs: { type: 'integer', minimum: 0, maximum: 600_000 },
    failWith: { type: 'integer', minimum: 400, maximum: 599 },
    retryAfterSeconds: { type: 'integer', minimum: 0, maximum: 3600 },
    disconnect: { type: 'boolean' },
    garbage: { enum: garbageKinds },
    times: { type: 'integer', minimum: 1 },
  },
} as const;

/** The misbehaviour that a test or demonstration asked of one source. */
export class Faults {
  #settings: FaultSettings = {};
  #remaining = Number.POSITIVE_INFINITY;
  readonly #closing = new AbortController();

  /** Replaces all earlier settings. */
  set(settings: FaultSettings): void {
    this.#settings = settings;
    this.#remaining = settings.times ?? Number.POSITIVE_INFINITY;
  }

  clear(): void {
    this.set({});
  }

  get settings(): FaultSettings {
    return this.#settings;
  }

  /** Called once per question: the misbehaviour due to it, after its delay; empty once `times` is used up. */
  async take(): Promise<FaultSettings> {
    if (this.#remaining <= 0) return {};
    this.#remaining -= 1;
    const taken = this.#settings;
    if (taken.delayMs) await this.#wait(taken.delayMs);
    return taken;
  }

  /** Ends running delays, so that closing a slow source is quick. */
  close(): void {
    this.#closing.abort();
  }

  async #wait(delayMs: number): Promise<void> {
    await delay(delayMs, undefined, { signal: this.#closing.signal }).catch(() => undefined);
  }
}
