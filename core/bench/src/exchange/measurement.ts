import { cpuTimeOf, machineCpuTime } from '../child/cpu-time.ts';
import type { LoadGenerator } from '../load/load-generator.ts';
import type { LoadResult } from '../load/order.ts';
import type { Path } from './path.ts';

export interface Measurement extends LoadResult {
  /** Processor time per answer in microseconds, by process and for the load generator; empty where the system does not tell. */
  readonly cpuMicros: Readonly<Record<string, number>>;
  /** Processors that something else on this machine kept busy meanwhile; null where the system does not tell. */
  readonly otherCpus: number | null;
}

export interface Pace {
  readonly connections: number;
  readonly seconds: number;
  /** As fast as possible when absent. */
  readonly perSecond?: number;
}

const longestSettlingMs = 500;

/** Puts load on one path and takes stock of what it cost. */
export async function measure(path: Path, load: LoadGenerator, pace: Pace): Promise<Measurement> {
  const { connections, seconds, perSecond } = pace;
  const destination = await path.destination();
  const stock = new Stock({ ...path.processes, load: load.pid });
  const result = await load.run({
    destination,
    questions: path.questions,
    connections,
    warmUpMs: Math.min(longestSettlingMs, seconds * 250),
    durationMs: seconds * 1000,
    ...(perSecond === undefined ? {} : { perSecond }),
  });
  return { ...result, ...stock.since(result.answers) };
}

/** Processor time at one moment. */
class Stock {
  readonly #at = performance.now();
  readonly #machine = machineCpuTime();
  readonly #used: readonly (readonly [string, number, number])[];

  constructor(processes: Readonly<Record<string, number>>) {
    this.#used = Object.entries(processes).flatMap(([name, pid]) => {
      const used = cpuTimeOf(pid);
      return used === undefined ? [] : [[name, pid, used] as const];
    });
  }

  since(answers: number): Pick<Measurement, 'cpuMicros' | 'otherCpus'> {
    const spent = this.#used.map(([name, pid, before]) => [name, (cpuTimeOf(pid) ?? before) - before] as const);
    const own = spent.reduce((sum, [, ms]) => sum + ms, 0);
    const machine = machineCpuTime();
    const elapsed = performance.now() - this.#at;
    const isKnown = machine !== undefined && this.#machine !== undefined;
    return {
      cpuMicros: Object.fromEntries(spent.map(([name, ms]) => [name, Math.round((ms * 1000) / Math.max(answers, 1))])),
      otherCpus: isKnown ? Math.max(machine - this.#machine - own, 0) / elapsed : null,
    };
  }
}
