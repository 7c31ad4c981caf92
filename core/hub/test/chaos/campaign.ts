import type { NatsBinary } from '@koppel/local';
import { faults, type Fault } from './faults.ts';
import type { Verdict } from './oracle.ts';
import { summarise, type CampaignResults, type Trial, type TrialResult } from './results.ts';
import { Stretch } from './stretch.ts';

/** So that a log stays short enough to be judged after every trial. */
const trialsPerSite = 40;
const nothingWrong: Verdict = { lost: 0, doubled: 0, unlogged: 0 };

export interface CampaignOptions {
  readonly trials: readonly Trial[];
  readonly nats: NatsBinary;
  readonly tell: (sentence: string) => void;
}

/** Tries one fault after the other, and judges after each what callers and sources wrote down. */
export class Campaign {
  readonly #options: CampaignOptions;
  readonly #results: TrialResult[] = [];
  readonly #notRun: Record<string, string> = {};
  readonly #broken: string[] = [];
  readonly #fellByItself: string[] = [];
  #unverified = 0;
  #answered = 0;
  #stretch: Stretch | undefined;
  #known = nothingWrong;

  constructor(options: CampaignOptions) {
    this.#options = options;
  }

  async run(): Promise<CampaignResults> {
    const startedAt = performance.now();
    const { trials } = this.#options;
    try {
      for (const [index, trial] of trials.entries()) {
        await this.#try(trial, `${index + 1}/${trials.length}`);
        if ((index + 1) % trialsPerSite === 0) await this.#leave();
      }
      await this.#leave();
    } finally {
      await this.#stretch?.close();
    }
    return summarise({
      results: this.#results,
      broken: this.#broken,
      fellByItself: this.#fellByItself,
      unverified: this.#unverified,
      answered: this.#answered,
      notRun: this.#notRun,
      seconds: Math.round((performance.now() - startedAt) / 1000),
    });
  }

  async #try(trial: Trial, place: string): Promise<void> {
    const fault = faults[trial.fault];
    if (!fault) throw new Error(`There is no fault "${trial.fault}". There are: ${Object.keys(faults).join(', ')}.`);
    const { site } = await this.#current();
    const obstacle = await fault.findObstacle?.(site);
    if (obstacle === undefined) return this.#suffer(trial, fault, place);
    this.#notRun[trial.fault] = obstacle;
    this.#options.tell(`${place} ${trial.fault}: not run, ${obstacle}`);
  }

  async #suffer(trial: Trial, fault: Fault, place: string): Promise<void> {
    const stretch = await this.#current();
    const brokenBefore = stretch.load.broken.length;
    const recoveryMs = await stretch.suffer(fault, trial.seed).catch((error: unknown) => this.#say(error));
    const verdict = recoveryMs === null ? nothingWrong : await stretch.judge();
    const news = difference(verdict, recoveryMs === null ? verdict : this.#known);
    this.#known = verdict;
    this.#results.push({ ...trial, ...news, recoveryMs, recoversWithinMs: fault.recoversWithinMs });
    const faultsFound = `lost ${news.lost}, doubled ${news.doubled}, unlogged ${news.unlogged}`;
    const codes = [...new Set(stretch.load.broken.slice(brokenBefore))].join(', ');
    const back = recoveryMs === null ? 'did not come back' : `back in ${Math.round(recoveryMs)} ms`;
    this.#options.tell(
      `${place} ${trial.fault} seed ${trial.seed}: ${back}; ${faultsFound}${codes && `; told ${codes}`}`,
    );
    if (recoveryMs === null) await this.#abandon();
  }

  async #current(): Promise<Stretch> {
    this.#stretch ??= await this.#arrive();
    return this.#stretch;
  }

  #arrive(): Promise<Stretch> {
    this.#known = nothingWrong;
    return Stretch.open(this.#options.nats);
  }

  #say(error: unknown): null {
    this.#options.tell(error instanceof Error ? error.message : String(error));
    return null;
  }

  async #leave(): Promise<void> {
    const stretch = this.#stretch;
    if (!stretch) return;
    if (!(await stretch.finish())) this.#unverified += 1;
    await this.#abandon();
  }

  async #abandon(): Promise<void> {
    const stretch = this.#stretch;
    this.#stretch = undefined;
    if (!stretch) return;
    this.#answered += stretch.load.released;
    this.#broken.push(...stretch.load.broken);
    this.#fellByItself.push(...stretch.site.fellByItself);
    await stretch.close();
  }
}

const difference = (later: Verdict, earlier: Verdict): Verdict => ({
  lost: later.lost - earlier.lost,
  doubled: later.doubled - earlier.doubled,
  unlogged: later.unlogged - earlier.unlogged,
});
