import { LoadGenerator } from '../load/load-generator.ts';
import { openGovernedPath, type GovernedPath } from './governed-path.ts';
import { isLedgerVerified, ledgerSize } from './ledger-check.ts';
import { measure, type Measurement, type Pace } from './measurement.ts';
import type { ExchangeOptions } from './options.ts';
import { pathNames, type Path, type PathName } from './path.ts';
import { openBarePath, openNodeRedPath, openRawNatsPath } from './plain-paths.ts';
import { summarise, type ExchangeResults, type HalfLoadRound, type Round } from './results.ts';
import { Site } from './site.ts';

/** Told what is going on. */
export type Tell = (sentence: string) => void;

type Paths = Readonly<Record<PathName, Path>> & { readonly governed: GovernedPath };

/** Starts all paths, measures them in alternating rounds and at half load, checks the ledger, and ends everything. */
export async function runExchange(options: ExchangeOptions, tell: Tell): Promise<ExchangeResults> {
  const site = await Site.open(options);
  try {
    tell('Starting PostgreSQL, message servers, hub, adapters, Node-RED and the source');
    const paths = await openPaths(site);
    const load = new LoadGenerator();
    site.onClose(() => load.stop());
    return await new Course(paths, load, { options, tell, exportFile: site.path('ledger.ndjson') }).run();
  } finally {
    await site.close();
  }
}

async function openPaths(site: Site): Promise<Paths> {
  const source = await site.startScript({ name: 'source', script: 'programs/source.main.ts' });
  const nats = await site.startPlainServer();
  return {
    governed: await openGovernedPath(site, source),
    bare: await openBarePath(site, nats, source),
    nodeRed: await openNodeRedPath(site, source),
    rawNats: await openRawNatsPath(site, nats),
  };
}

interface CourseParts {
  readonly options: ExchangeOptions;
  readonly tell: Tell;
  readonly exportFile: string;
}

/** One run over paths that are open; counts what the governed one answered. */
class Course {
  readonly #paths: Paths;
  readonly #load: LoadGenerator;
  readonly #parts: CourseParts;
  #governedAnswers = 0;

  constructor(paths: Paths, load: LoadGenerator, parts: CourseParts) {
    this.#paths = paths;
    this.#load = load;
    this.#parts = parts;
  }

  async run(): Promise<ExchangeResults> {
    const { options, tell, exportFile } = this.#parts;
    const { operator } = this.#paths.governed;
    const sizeBefore = await ledgerSize(operator);
    tell('Warming up');
    await this.#round(options.warmUpSeconds);
    const rounds = await this.#rounds();
    const half = await this.#halfLoadRounds(rounds);
    tell('Exporting and verifying the ledger');
    const entries = (await ledgerSize(operator)) - sizeBefore;
    const verified = await isLedgerVerified(operator, exportFile);
    return summarise(rounds, half, { answers: this.#governedAnswers, entries, verified });
  }

  async #rounds(): Promise<Round[]> {
    const rounds: Round[] = [];
    const { rounds: count, seconds } = this.#parts.options;
    while (rounds.length < count) {
      const round = await this.#round(seconds);
      rounds.push(round);
      const rates = pathNames.map((name) => `${name} ${Math.round(round[name].perSecond)}`);
      this.#parts.tell(`Round ${rounds.length} of ${count}, answers per second: ${rates.join(', ')}`);
    }
    return rounds;
  }

  async #round(seconds: number): Promise<Round> {
    const measurements: [PathName, Measurement][] = [];
    for (const name of pathNames) measurements.push([name, await this.#measure(name, { seconds })]);
    return Object.fromEntries(measurements) as Round;
  }

  /** The capacity of each path is the median of its rounds. */
  async #halfLoadRounds(measured: readonly Round[]): Promise<HalfLoadRound[]> {
    const { rounds: count, seconds } = this.#parts.options;
    const half = (name: PathName): number => medianRate(measured, name) / 2;
    const rounds: HalfLoadRound[] = [];
    while (rounds.length < count) {
      const governed = await this.#measure('governed', { seconds, perSecond: half('governed') });
      const bare = await this.#measure('bare', { seconds, perSecond: half('bare') });
      rounds.push({ governed, bare });
      const tails = `governed ${governed.p99Ms.toFixed(1)}, bare ${bare.p99Ms.toFixed(1)}`;
      this.#parts.tell(`Half load ${rounds.length} of ${count}, p99 in ms: ${tails}`);
    }
    return rounds;
  }

  async #measure(name: PathName, pace: Omit<Pace, 'connections'>): Promise<Measurement> {
    const { connections } = this.#parts.options;
    const measurement = await measure(this.#paths[name], this.#load, { connections, ...pace });
    if (name === 'governed') this.#governedAnswers += measurement.answers;
    return measurement;
  }
}

function medianRate(rounds: readonly Round[], name: PathName): number {
  const rates = rounds.map((round) => round[name].perSecond).sort((one, other) => one - other);
  return rates[Math.floor(rates.length / 2)] ?? 0;
}
