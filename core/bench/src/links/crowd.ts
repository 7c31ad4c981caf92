import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { HubClient } from '@koppel/local';
import type { LinkServer, Site } from '../exchange/site.ts';

/** What the program of the crowd reads. */
export interface CrowdOrder {
  readonly servers: string;
  readonly credentials: readonly string[];
  /** Whom they ask; nobody listens there when nobody is going to ask them. */
  readonly source: string;
}

export interface CrowdParts {
  readonly site: Site;
  readonly link: LinkServer;
  readonly operator: HubClient;
  readonly source?: string;
}

const patienceMs = 120_000;
const nowhere = 'http://127.0.0.1:9/';

/** The adapters of many organisations, in one process of their own. */
export class Crowd {
  readonly #parts: CrowdParts;
  #partners = 0;
  #pid = 0;

  constructor(parts: CrowdParts) {
    this.#parts = parts;
  }

  get pid(): number {
    return this.#pid;
  }

  async invite(oins: readonly string[]): Promise<void> {
    const { site, link, source = nowhere } = this.#parts;
    this.#partners = oins.length;
    const credentials: string[] = [];
    for (const oin of oins)
      credentials.push(await link.authority.grantLink({ oin, client: 'records', kind: 'adapter' }));
    const order: CrowdOrder = { servers: link.url, credentials, source };
    await writeFile(site.path('partners.json'), JSON.stringify(order), { mode: 0o600 });
  }

  /** Seconds from when they start to connect until the hub knows that all are up. */
  async join(): Promise<number> {
    const { site } = this.#parts;
    const env = { BENCH_PARTNERS: site.path('partners.json') };
    const script = 'programs/partners.main.ts';
    const { pid } = await site.startScript({ name: 'partners', script, env, isProfiled: true });
    this.#pid = pid;
    return this.#secondsUntil(this.#partners);
  }

  /** Seconds from when they are killed until the hub knows that nobody is there. */
  leave(): Promise<number> {
    process.kill(this.#pid, 'SIGKILL');
    return this.#secondsUntil(0);
  }

  async #secondsUntil(up: number): Promise<number> {
    const from = performance.now();
    while ((await this.#countUp()) !== up) {
      if (performance.now() - from > patienceMs) throw new Error(`The hub did not see ${up} adapters in time`);
      await pause(100);
    }
    return (performance.now() - from) / 1000;
  }

  async #countUp(): Promise<number> {
    const { adapters } = await this.#parts.operator.get<{ adapters: { state: string }[] }>('/v1/adapters');
    return adapters.filter(({ state }) => state === 'up').length;
  }
}

/** Resident memory in megabytes, as /proc tells it. */
export function memoryOf(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}
