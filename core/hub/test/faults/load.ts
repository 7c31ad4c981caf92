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
    for (let key = 0; !this.#isOver; key += 1) await this.#settle(randomUUID(), key % 4 === 0);
  }

  /** A forgetful caller asks again although it was answered, as one whose connection broke would. */
  async #settle(key: string, isForgetful: boolean): Promise<void> {
    for (let tries = 0; tries < triesPerKey; tries += 1) {
      const { reply, problem } = await this.#ask(key);
      if ((reply && !isForgetful) || problem?.code === 'exchange.already-answered') return;
      if (problem) await pause(patienceMs);
    }
  }

  async #ask(key: string): Promise<Told> {
    const told = await this.#tell(key, uuidv7());
    this.told.push(told);
    if (told.reply) this.#released += 1;
    return told;
  }

  async #tell(key: string, transaction: string): Promise<Told> {
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
