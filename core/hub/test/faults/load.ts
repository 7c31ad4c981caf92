import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { asKoppelError, type ExchangeReply, type KoppelError } from '@koppel/contract';
import type { HubClient } from '@koppel/local';
import { v7 as uuidv7 } from 'uuid';
import { findResidents } from '../fixtures.ts';

/** What a caller was told about one try. */
export interface Told {
  readonly key: string;
  readonly transaction: string;
  readonly reply?: ExchangeReply;
  readonly problem?: KoppelError;
}

const triesPerKey = 6;
/** What a caller who is told to come back waits, so that a hub that is away is not asked without end. */
const patienceMs = 50;

/** Callers who ask without end, each under a new idempotency key, and repeat what they got no answer to. */
export class Load {
  readonly told: Told[] = [];
  #released = 0;
  #isOver = false;
  readonly #callers: Promise<void[]>;
  readonly #client: HubClient;
  readonly #agreement: string;

  constructor(options: { client: HubClient; agreement: string; inFlight: number }) {
    this.#client = options.client;
    this.#agreement = options.agreement;
    this.#callers = Promise.all(Array.from({ length: options.inFlight }, () => this.#callOnAndOn()));
  }

  get released(): number {
    return this.#released;
  }

  /** Resolves when the last caller has its answer. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#callers;
  }

  async #callOnAndOn(): Promise<void> {
    while (!this.#isOver) await this.#settle(randomUUID());
  }

  async #settle(key: string): Promise<void> {
    for (let tries = 0; tries < triesPerKey; tries += 1) {
      const told = await this.#ask(key);
      this.told.push(told);
      if (told.reply) this.#released += 1;
      if (told.reply || told.problem?.code === 'exchange.already-answered') return;
      await pause(patienceMs);
    }
  }

  async #ask(key: string): Promise<Told> {
    const transaction = uuidv7();
    try {
      const { body } = await this.#client.send<ExchangeReply>({
        method: 'POST',
        path: '/v1/exchanges',
        headers: { 'Idempotency-Key': key, 'Fsc-Transaction-Id': transaction },
        body: {
          agreement: this.#agreement,
          operation: findResidents.name,
          purpose: 'prevent-and-detect-offences',
          actor: { id: 'emp-7f3a91', role: 'intelligence-officer' },
          deadlineMs: 1000,
          request: { bsn: '999990019' },
        },
      });
      return { key, transaction, reply: body };
    } catch (error) {
      return { key, transaction, problem: asKoppelError(error) };
    }
  }
}
