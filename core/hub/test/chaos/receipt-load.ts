import { randomUUID } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { asKoppelError, type ExchangeReply, type KoppelError } from '@koppel/contract';
import type { HubClient } from '@koppel/local';
import { v7 as uuidv7 } from 'uuid';
import { aRequest } from '../fixtures.ts';

/** What a caller holds of an exchange that was answered. */
export interface Receipt {
  readonly exchange: string;
  readonly transaction: string;
  readonly requestIndex: number;
  readonly replyIndex: number;
}

export interface ReceiptLoadOptions {
  readonly client: HubClient;
  readonly agreement: string;
  readonly callers: number;
  /** How long each of them waits for an answer. */
  readonly deadlineMs?: number;
  /** Where receipts are written; each is on the disk before its caller goes on. */
  readonly file: string;
}

const triesPerKey = 8;
const patienceMs = 50;
/** Callers are people who read what they got, not a measurement of speed. */
const thinkingMs = 25;

/** Callers who ask without end, each under a new idempotency key, repeat what they got no answer to, and keep a receipt of every answer. */
export class ReceiptLoad {
  /** Under which idempotency key a transaction was asked. */
  readonly keys = new Map<string, string>();
  /** Codes of problems that told nobody to come back. */
  readonly broken: string[] = [];
  #lastRefusal = 'nothing';
  #released = 0;
  #streak = 0;
  #isOver = false;
  readonly #options: ReceiptLoadOptions;
  readonly #file: FileHandle;
  readonly #callers: Promise<void[]>;

  private constructor(options: ReceiptLoadOptions, file: FileHandle) {
    this.#options = options;
    this.#file = file;
    this.#callers = Promise.all(Array.from({ length: options.callers }, () => this.#callOnAndOn()));
  }

  static async start(options: ReceiptLoadOptions): Promise<ReceiptLoad> {
    return new ReceiptLoad(options, await open(options.file, 'a'));
  }

  /** Answers so far. */
  get released(): number {
    return this.#released;
  }

  /** Answers since the last caller was told to come back. */
  get streak(): number {
    return this.#streak;
  }

  /** The code that a caller without an answer was told last. */
  get lastRefusal(): string {
    return this.#lastRefusal;
  }

  /** Resolves when the last caller has its answer. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#callers;
    await this.#file.close();
  }

  async #callOnAndOn(): Promise<void> {
    for (let turn = 0; !this.#isOver; turn += 1) {
      await this.#settle(randomUUID(), turn % 4 === 0);
      await pause(thinkingMs);
    }
  }

  /** A forgetful caller asks again although it was answered, as one whose connection broke would. */
  async #settle(key: string, isForgetful: boolean): Promise<void> {
    for (let tries = 0; tries < triesPerKey; tries += 1) {
      const problem = await this.#ask(key);
      if (problem === undefined ? !isForgetful : problem.code === 'exchange.already-answered') return;
      if (problem) await pause(patienceMs);
    }
  }

  async #ask(key: string): Promise<KoppelError | undefined> {
    const transaction = uuidv7();
    this.keys.set(transaction, key);
    try {
      const { exchange, ledger } = await this.#send(key, transaction);
      const receipt: Receipt = { exchange, transaction, ...ledger };
      await this.#file.appendFile(`${JSON.stringify(receipt)}\n`);
      await this.#file.datasync();
      this.#released += 1;
      this.#streak += 1;
      return undefined;
    } catch (error) {
      return this.#refused(asKoppelError(error));
    }
  }

  #refused(problem: KoppelError): KoppelError {
    if (problem.code === 'exchange.already-answered') return problem;
    this.#streak = 0;
    this.#lastRefusal = problem.code;
    if (!problem.retryable) this.broken.push(problem.code);
    return problem;
  }

  async #send(key: string, transaction: string): Promise<ExchangeReply> {
    const { agreement, deadlineMs = 1000 } = this.#options;
    const body = aRequest({ agreement, deadlineMs });
    const headers = { 'Idempotency-Key': key, 'Fsc-Transaction-Id': transaction };
    return this.#options.client.post<ExchangeReply>('/v1/exchanges', body, headers);
  }
}
