import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { asKoppelError } from '@koppel/contract';
import { durationBuckets } from '../duration-buckets.ts';
import type { QuestionHandler } from '../offer.ts';
import type { AdapterChecks } from './run-adapter.ts';

/** What an adapter counts of itself; labels are operations of its manifest and codes, never anything of a question. */
export class AdapterMetrics {
  readonly #registry = new Registry();
  readonly #questions = new Counter({
    name: 'koppel_adapter_questions_total',
    help: 'Questions by operation and the code of the problem, empty when they were answered',
    labelNames: ['operation', 'code'] as const,
    registers: [this.#registry],
  });
  readonly #duration = new Histogram({
    name: 'koppel_adapter_answer_duration_seconds',
    help: 'Time from a question to its answer, source included',
    labelNames: ['operation'] as const,
    buckets: durationBuckets,
    registers: [this.#registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
  }

  /** The same handler, counted. */
  readonly count = (operation: string, handler: QuestionHandler): QuestionHandler => {
    return async (question) => {
      const stop = this.#duration.startTimer({ operation });
      try {
        const answer = await handler(question);
        this.#questions.inc({ operation, code: '' });
        return answer;
      } catch (error) {
        this.#questions.inc({ operation, code: asKoppelError(error, 'adapter.failed').code });
        throw error;
      } finally {
        stop();
      }
    };
  };

  /** Looked at when somebody asks. */
  watch(look: () => Promise<AdapterChecks>): void {
    const gauge: Gauge<'check'> = new Gauge({
      name: 'koppel_adapter_ready',
      help: 'Whether a thing that this adapter needs works, as readiness tells it',
      labelNames: ['check'] as const,
      registers: [this.#registry],
      async collect() {
        for (const [check, isUp] of Object.entries(await look())) gauge.set({ check }, isUp ? 1 : 0);
      },
    });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }
}
