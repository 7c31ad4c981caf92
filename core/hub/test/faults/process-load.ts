import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Item } from '../../src/platform/item.schema.ts';
import type { ProcessRecord } from '../../src/platform/process/process-record.ts';
import { v7 as uuidv7 } from 'uuid';
import { reasons } from '../cases/story.ts';
import { rejection, type ProcessSeat } from './process-seat.ts';

/** What somebody was told has happened. */
export interface Acknowledged {
  readonly items: string[];
  readonly transitions: { readonly stream: string; readonly action: string; readonly version: number }[];
  readonly questions: { readonly id: string; readonly transaction: string; readonly state: string }[];
}

/** What somebody waits who was told to come back. */
const patienceMs = 50;
const triesPerQuestion = 8;

/** People who work signals and cases without end, and go on where they were when the hub falls under them. */
export class ProcessLoad {
  readonly acknowledged: Acknowledged = { items: [], transitions: [], questions: [] };
  readonly #seat: ProcessSeat;
  readonly #workers: Promise<void[]>;
  #isOver = false;
  #done = 0;

  constructor(seat: ProcessSeat, cases: readonly string[]) {
    this.#seat = seat;
    const workers = cases.flatMap((id) => [this.#repeat(() => this.#write(id)), this.#repeat(() => this.#ask(id))]);
    this.#workers = Promise.all([...workers, this.#repeat(() => this.#work()), this.#repeat(() => this.#work())]);
  }

  /** How often somebody was told that something happened. */
  get done(): number {
    return this.#done;
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#workers;
  }

  async #repeat(work: () => Promise<void>): Promise<void> {
    while (!this.#isOver) await this.#attempt(work);
  }

  /** Undefined when nobody said what became of it. */
  async #attempt<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    try {
      const result = await work();
      this.#done += 1;
      return result;
    } catch {
      await pause(patienceMs);
      return undefined;
    }
  }

  /** A note that the next round destroys, and one that stays. */
  async #write(id: string): Promise<void> {
    for (const retention of [{ retention: { days: 0, lockedYears: 0 } }, {}]) {
      const note = { kind: 'note', title: 'A note', text: 'Cars come and go', secrecy: [], ...retention };
      const item = await this.#seat.as('detective').post<Item>(`/v1/cases/${id}/items`, note);
      this.acknowledged.items.push(item.id);
    }
  }

  /** Asks until somebody says what became of the question. */
  async #ask(id: string): Promise<void> {
    const headers = { 'Idempotency-Key': randomUUID(), 'Fsc-Transaction-Id': uuidv7() };
    const question = { need: 'residents', agreement: this.#seat.agreement, reasons, request: { bsn: '999990019' } };
    const path = `/v1/cases/${id}/information-requests`;
    for (let tries = 0; tries < triesPerQuestion; tries += 1) {
      const ask = () => this.#seat.as('detective').post<ProcessRecord>(path, question, headers);
      const told = await this.#attempt(ask);
      if (told === undefined) continue;
      const transaction = headers['Fsc-Transaction-Id'];
      this.acknowledged.questions.push({ id: told.id, transaction, state: told.state });
      return;
    }
  }

  /** A signal from the table to the bin; whoever is not told what became of a step looks, and goes on from there. */
  async #work(): Promise<void> {
    const { id } = await this.#seat.submit();
    for (const { by, from, action } of rejection) {
      const { state } = await this.#untilTold(() => this.#seat.as(by).get<{ state: string }>(`/v1/signals/${id}`));
      if (state !== from) return;
      const moved = await this.#attempt(() => this.#seat.act(by, `signals/${id}`, action));
      if (!moved) return;
      this.acknowledged.transitions.push({ stream: id, action: action.action, version: moved.version });
    }
  }

  async #untilTold<Result>(work: () => Promise<Result>): Promise<Result> {
    for (;;) {
      const told = await this.#attempt(work);
      if (told !== undefined) return told;
      if (this.#isOver) throw new Error('the load is over');
    }
  }
}
