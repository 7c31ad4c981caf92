import { randomUUID } from 'node:crypto';
import type { ReceivedMessage, Subscription, Wire } from './wire/wire.ts';

export interface ServiceIdentity {
  readonly name: string;
  /** Semantic version. */
  readonly version: string;
  readonly description: string;
}

interface EndpointStats {
  readonly name: string;
  readonly subject: string;
  requests: number;
  errors: number;
  lastError: string;
  processingNs: number;
}

/** Subscribers of the same queue share the questions. */
export const serviceQueue = 'q';

/** Lets one process be found and measured in the way of the NATS services protocol (ADR-32): PING, INFO and STATS. */
export class ServiceDirectory {
  readonly #wire: Wire;
  readonly #identity: ServiceIdentity & { readonly id: string; readonly metadata: Record<string, string> };
  readonly #endpoints: EndpointStats[] = [];
  readonly #started = new Date().toISOString();

  constructor(wire: Wire, identity: ServiceIdentity) {
    this.#wire = wire;
    this.#identity = { ...identity, id: randomUUID().replaceAll('-', ''), metadata: {} };
  }

  /** The subscriptions under which the service answers; the broadcast ones are what `nats service ls` asks. */
  open(): Subscription[] {
    const answers = { PING: () => this.#ping(), INFO: () => this.#info(), STATS: () => this.#stats() };
    const { name, id } = this.#identity;
    return Object.entries(answers).flatMap(([verb, answer]) =>
      [`$SRV.${verb}`, `$SRV.${verb}.${name}`, `$SRV.${verb}.${name}.${id}`].map((subject) =>
        this.#wire.subscribe(subject, undefined, (message) => this.#answer(message, answer())),
      ),
    );
  }

  /** Announces an endpoint and returns the function that counts one answered question. */
  addEndpoint(name: string, subject: string): (durationMs: number, errorCode?: string) => void {
    const stats: EndpointStats = { name, subject, requests: 0, errors: 0, lastError: '', processingNs: 0 };
    this.#endpoints.push(stats);
    return (durationMs, errorCode) => {
      stats.requests += 1;
      stats.processingNs += Math.round(durationMs * 1_000_000);
      if (errorCode === undefined) return;
      stats.errors += 1;
      stats.lastError = errorCode;
    };
  }

  #answer(message: ReceivedMessage, answer: object): void {
    if (message.replyTo !== undefined)
      this.#wire.publish(message.replyTo, { body: Buffer.from(JSON.stringify(answer)) });
  }

  #ping(): object {
    const { name, id, version, metadata } = this.#identity;
    return { type: 'io.nats.micro.v1.ping_response', name, id, version, metadata };
  }

  #info(): object {
    const endpoints = this.#endpoints.map(({ name, subject }) => ({
      name,
      subject,
      queue_group: serviceQueue,
      metadata: {},
    }));
    return {
      ...this.#ping(),
      type: 'io.nats.micro.v1.info_response',
      description: this.#identity.description,
      endpoints,
    };
  }

  #stats(): object {
    const endpoints = this.#endpoints.map(({ name, subject, requests, errors, lastError, processingNs }) => ({
      name,
      subject,
      queue_group: serviceQueue,
      num_requests: requests,
      num_errors: errors,
      last_error: lastError,
      processing_time: processingNs,
      average_processing_time: requests === 0 ? 0 : Math.round(processingNs / requests),
    }));
    return { ...this.#ping(), type: 'io.nats.micro.v1.stats_response', started: this.#started, endpoints };
  }
}
