import { toldToComeBack } from './lane.ts';
import type { LoadResult } from './order.ts';

const maxComplaints = 3;
const longestComplaint = 300;

/** Counts answers and keeps the latencies of those that fall within the measurement. */
export class Tally {
  readonly #from: number;
  readonly #until: number;
  readonly #mayBeRefused: boolean;
  readonly #latencies: number[] = [];
  readonly #refusals: number[] = [];
  readonly #complaints: string[] = [];
  #answers = 0;
  #errors = 0;

  /** Instants of `performance.now()` between which answers count. */
  constructor({ from, until, mayBeRefused = false }: { from: number; until: number; mayBeRefused?: boolean }) {
    this.#from = from;
    this.#until = until;
    this.#mayBeRefused = mayBeRefused;
  }

  add(dueAt: number, complaint: string | undefined): void {
    if (complaint === undefined) {
      this.#answers += 1;
      this.#keep(this.#latencies, dueAt);
    } else if (this.#mayBeRefused && complaint.startsWith(toldToComeBack)) this.#keep(this.#refusals, dueAt);
    else this.#complain(complaint);
  }

  result(): LoadResult {
    const sorted = Float64Array.from(this.#latencies).sort();
    const refusals = Float64Array.from(this.#refusals).sort();
    return {
      answers: this.#answers,
      errors: this.#errors,
      complaints: this.#complaints,
      perSecond: (sorted.length * 1000) / (this.#until - this.#from),
      p50Ms: quantile(sorted, 0.5),
      p99Ms: quantile(sorted, 0.99),
      refused: refusals.length,
      refusedP99Ms: quantile(refusals, 0.99),
    };
  }

  #keep(latencies: number[], dueAt: number): void {
    const now = performance.now();
    if (now >= this.#from && now < this.#until) latencies.push(now - dueAt);
  }

  #complain(complaint: string): void {
    this.#errors += 1;
    if (this.#complaints.length < maxComplaints) this.#complaints.push(complaint.slice(0, longestComplaint));
  }
}

/** Nearest rank; NaN of nothing. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  return sorted[Math.max(Math.ceil(sorted.length * share) - 1, 0)] ?? Number.NaN;
}
