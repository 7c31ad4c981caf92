import { setTimeout as pause } from 'node:timers/promises';
import { cpuTimeOf } from '../child/cpu-time.ts';
import { openGovernedPath, type GovernedPath } from '../exchange/governed-path.ts';
import { isLedgerVerified } from '../exchange/ledger-check.ts';
import { Site } from '../exchange/site.ts';
import { LoadGenerator } from '../load/load-generator.ts';
import type { LoadResult } from '../load/order.ts';
import type { NodesOptions } from './options.ts';
import { summarise, type NodesResults, type NodesRound } from './results.ts';

const most = 3;

/** Asks one, two and three of three nodes in turns, and sums up what all processes spent. */
export async function runNodes(options: NodesOptions, tell: (sentence: string) => void): Promise<NodesResults> {
  const site = await Site.open({});
  try {
    tell('Starting PostgreSQL, a message server, three nodes of the hub, an adapter and the source');
    const source = await site.startScript({ name: 'source', script: 'programs/source.main.ts' });
    const path = await openGovernedPath(site, source, { nodes: most });
    const loads = Array.from({ length: most }, () => new LoadGenerator());
    for (const load of loads) site.onClose(() => load.stop());
    const course = new Course(path, loads, options.connections);
    // Every node knows of an agreement after two seconds, and of an adapter when it has looked around, every five.
    await pause(6000);
    tell('Warming up');
    await course.ask(most, options.warmUpSeconds);
    const rounds: NodesRound[][] = [];
    while (rounds.length < options.rounds) {
      const round: NodesRound[] = [];
      for (let asked = 1; asked <= most; asked += 1) round.push(await course.ask(asked, options.seconds));
      rounds.push(round);
      tell(
        `Round ${rounds.length} of ${options.rounds}: ${round.map(({ cpuMicros }) => Math.round(cpuMicros)).join(', ')} µs`,
      );
    }
    for (const complaint of new Set(course.complaints)) tell(complaint);
    tell('Exporting and verifying the ledger');
    const isVerified = await isLedgerVerified(path.operator, site.path('ledger.ndjson'));
    return summarise({ rounds, errors: course.errors, isVerified });
  } finally {
    await site.close();
  }
}

class Course {
  errors = 0;
  readonly complaints: string[] = [];
  readonly #path: GovernedPath;
  readonly #loads: readonly LoadGenerator[];
  readonly #connections: number;

  constructor(path: GovernedPath, loads: readonly LoadGenerator[], connections: number) {
    this.#path = path;
    this.#loads = loads;
    this.#connections = connections;
  }

  /** Everybody asks at once, each node an equal part of the connections. */
  async ask(asked: number, seconds: number): Promise<NodesRound> {
    const before = this.#spentMs();
    const results = await Promise.all(
      this.#loads.slice(0, asked).map((load, node) => this.#load(load, node, { asked, seconds })),
    );
    const answers = sum(results.map((result) => result.answers));
    this.errors += sum(results.map(({ errors }) => errors));
    this.complaints.push(...results.flatMap(({ complaints }) => complaints));
    return {
      asked,
      perSecond: sum(results.map(({ perSecond }) => perSecond)),
      cpuMicros: ((this.#spentMs() - before) * 1000) / Math.max(answers, 1),
    };
  }

  async #load(
    load: LoadGenerator,
    node: number,
    { asked, seconds }: { asked: number; seconds: number },
  ): Promise<LoadResult> {
    const destination = await this.#path.destination();
    const url = `${this.#path.nodes[node]?.told ?? ''}/v1/exchanges`;
    return load.run({
      destination: destination.kind === 'http' ? { ...destination, url } : destination,
      questions: this.#path.questions,
      connections: Math.floor(this.#connections / asked),
      warmUpMs: 500,
      durationMs: seconds * 1000,
    });
  }

  /** Of everything but the load generators, which are no part of an exchange. */
  #spentMs(): number {
    const { hub: _first, ...rest } = this.#path.processes;
    const pids = [...this.#path.nodes.map(({ pid }) => pid), ...Object.values(rest)];
    return sum(pids.map((pid) => cpuTimeOf(pid) ?? Number.NaN));
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
