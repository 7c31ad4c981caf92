import { openGovernedPath, type GovernedPath } from '../exchange/governed-path.ts';
import { isLedgerVerified } from '../exchange/ledger-check.ts';
import { Site } from '../exchange/site.ts';
import { LoadGenerator } from '../load/load-generator.ts';
import type { LoadOrder, LoadResult } from '../load/order.ts';
import type { OverloadOptions } from './options.ts';
import { summarise, type OverloadResults, type OverloadRound } from './results.ts';

/** Enough for everybody who waits to be answered or refused at the same time. */
const rushConnections = 512;
const recoveryPatienceMs = 20_000;

/** Asks a hub as much as it can answer, then many times as much, then the first again. */
export async function runOverload(
  options: OverloadOptions,
  tell: (sentence: string) => void,
): Promise<OverloadResults> {
  const site = await Site.open({});
  try {
    tell('Starting PostgreSQL, a message server, the hub, an adapter and the source');
    const source = await site.startScript({ name: 'source', script: 'programs/source.main.ts' });
    const path = await openGovernedPath(site, source, { inFlight: options.inFlight });
    const load = new LoadGenerator();
    site.onClose(() => load.stop());
    const course = new Course(path, load, options);
    tell('Warming up');
    await course.askInTurn(options.warmUpSeconds);
    const rounds: OverloadRound[] = [];
    while (rounds.length < options.rounds) {
      const round = await course.round();
      rounds.push(round);
      for (const complaint of [round.calm, round.rush, round.after].flatMap(({ complaints }) => complaints))
        tell(complaint);
      tell(
        `Round ${rounds.length} of ${options.rounds}: p99 ${round.calm.p99Ms.toFixed(1)}, in the rush ${round.rush.p99Ms.toFixed(1)} ms`,
      );
    }
    tell('Exporting and verifying the ledger');
    const isVerified = await isLedgerVerified(path.operator, site.path('ledger.ndjson'));
    return summarise({ rounds, seconds: options.seconds, isVerified });
  } finally {
    await site.close();
  }
}

class Course {
  readonly #path: GovernedPath;
  readonly #load: LoadGenerator;
  readonly #options: OverloadOptions;

  constructor(path: GovernedPath, load: LoadGenerator, options: OverloadOptions) {
    this.#path = path;
    this.#load = load;
    this.#options = options;
  }

  async round(): Promise<OverloadRound> {
    const { seconds, times } = this.#options;
    const calm = await this.askInTurn(seconds);
    const rush = await this.#run(
      { connections: rushConnections, perSecond: calm.perSecond * times, mayBeRefused: true },
      seconds,
    );
    const recoveredMs = await this.#recover(calm);
    return { calm, rush, recoveredMs, after: await this.askInTurn(seconds) };
  }

  /** As many callers as the hub works for, each asking again when it has its answer. */
  askInTurn(seconds: number): Promise<LoadResult> {
    return this.#run({ connections: this.#options.inFlight }, seconds);
  }

  async #recover(calm: LoadResult): Promise<number> {
    const startedAt = performance.now();
    for (let passed = 0; passed < recoveryPatienceMs; passed = performance.now() - startedAt) {
      const now = await this.#run({ connections: this.#options.inFlight, mayBeRefused: true }, 0.5);
      if (now.refused === 0 && now.p50Ms <= calm.p50Ms * 1.5) return performance.now() - startedAt;
    }
    return Number.POSITIVE_INFINITY;
  }

  async #run(
    order: Pick<LoadOrder, 'connections' | 'perSecond' | 'mayBeRefused'>,
    seconds: number,
  ): Promise<LoadResult> {
    return this.#load.run({
      ...order,
      destination: await this.#path.destination(),
      questions: this.#path.questions,
      warmUpMs: 500,
      durationMs: seconds * 1000,
    });
  }
}
