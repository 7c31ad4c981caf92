import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AdapterMetrics } from './adapter-metrics.ts';
import type { HealthPort } from './health-port.ts';
import type { ProcessSettings } from './process-settings.ts';
import type { AdapterChecks, AdapterOnLink } from './run-adapter.ts';

const nothingYet: AdapterChecks = { link: false, registered: false, source: false };

/** What the process of an adapter tells of itself, from before its link is there until it is gone. */
export class ProcessHealth {
  readonly #metrics: AdapterMetrics;
  readonly #witnessDirectory: string | undefined;
  #port: HealthPort | undefined;
  #running: AdapterOnLink | undefined;
  #isDraining = false;

  private constructor(metrics: AdapterMetrics, witnessDirectory: string | undefined) {
    this.#metrics = metrics;
    this.#witnessDirectory = witnessDirectory;
    metrics.watch(this.#look);
  }

  /** Undefined when nobody asks. @throws KoppelError `config.invalid` when the port cannot be had. */
  static async open({ health, witnessDirectory }: ProcessSettings): Promise<ProcessHealth | undefined> {
    if (health === undefined) return undefined;
    const [{ AdapterMetrics: Metrics }, { HealthPort: Port }] = await Promise.all([
      import('./adapter-metrics.ts'),
      import('./health-port.ts'),
    ]);
    const metrics = new Metrics();
    const opened = new ProcessHealth(metrics, witnessDirectory);
    const text = (): Promise<string> => opened.#text();
    opened.#port = await Port.open(health, {
      look: opened.#look,
      isDraining: () => opened.#isDraining,
      metrics: { contentType: metrics.contentType, text },
    });
    return opened;
  }

  get count(): AdapterMetrics['count'] {
    return this.#metrics.count;
  }

  follow(running: AdapterOnLink): void {
    this.#running = running;
  }

  drain(): void {
    this.#isDraining = true;
  }

  async close(): Promise<void> {
    await this.#port?.close();
  }

  readonly #look = async (): Promise<AdapterChecks> => this.#running?.look() ?? nothingYet;

  /** A witness counts in its folder, where it forgets nothing. */
  async #text(): Promise<string> {
    const own = await this.#metrics.text();
    if (this.#witnessDirectory === undefined) return own;
    return own + (await readFile(join(this.#witnessDirectory, 'metrics.prom'), 'utf8').catch(() => ''));
  }
}
