import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { HubClient } from '@koppel/local';
import { aRequest } from '../fixtures.ts';

/** One question and what became of it; times in milliseconds. */
interface Outcome {
  readonly status: number;
  readonly tookMs: number;
}

export interface RushOptions {
  readonly url: string;
  readonly client: HubClient;
  readonly agreement: string;
}

/** What many callers at once were told. */
export class Rush {
  readonly outcomes: readonly Outcome[];

  constructor(outcomes: readonly Outcome[]) {
    this.outcomes = outcomes;
  }

  with(...statuses: readonly number[]): Rush {
    return new Rush(this.outcomes.filter(({ status }) => statuses.includes(status)));
  }

  get count(): number {
    return this.outcomes.length;
  }

  /** Nearest rank. */
  quantileMs(share: number): number {
    const times = this.outcomes.map(({ tookMs }) => tookMs).toSorted((one, two) => one - two);
    return times[Math.max(Math.ceil(times.length * share) - 1, 0)] ?? Number.NaN;
  }
}

/** Callers with a connection each, more than the hub works for at the same time. */
export class Crowd {
  readonly #options: RushOptions;
  readonly #token: string;
  readonly #agent: Agent;

  private constructor(options: RushOptions, token: string) {
    this.#options = options;
    this.#token = token;
    this.#agent = new Agent({ keepAlive: true, maxSockets: 256 });
  }

  static async gather(options: RushOptions): Promise<Crowd> {
    const { access_token: token } = await options.client.requestToken();
    return new Crowd(options, token);
  }

  /** So many callers, each asking again when it has its answer. */
  async askInTurn(callers: number, durationMs: number): Promise<Rush> {
    const until = performance.now() + durationMs;
    const outcomes: Outcome[] = [];
    const ask = async (): Promise<void> => {
      while (performance.now() < until) outcomes.push(await this.#ask());
    };
    await Promise.all(Array.from({ length: callers }, ask));
    return new Rush(outcomes);
  }

  /** A new caller at even distances, whatever became of the others. */
  async askAt(perSecond: number, durationMs: number): Promise<Rush> {
    const asked: Promise<Outcome>[] = [];
    const startedAt = performance.now();
    for (let passed = 0; passed < durationMs; passed = performance.now() - startedAt) {
      while (asked.length < (passed / 1000) * perSecond) asked.push(this.#ask());
      await pause(1);
    }
    return new Rush(await Promise.all(asked));
  }

  close(): void {
    this.#agent.destroy();
  }

  async #ask(): Promise<Outcome> {
    const { url, agreement } = this.#options;
    const body = JSON.stringify(aRequest({ agreement }));
    const headers = { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' };
    const startedAt = performance.now();
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const question = request(`${url}/v1/exchanges`, { method: 'POST', agent: this.#agent, headers }, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode ?? 0));
    });
    question.once('error', reject).end(body);
    return { status: await promise, tookMs: performance.now() - startedAt };
  }
}
