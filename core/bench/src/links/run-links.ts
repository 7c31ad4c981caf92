import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { HubClient } from '@koppel/local';
import { cpuTimeOf } from '../child/cpu-time.ts';
import { openHub, type OpenHub } from '../exchange/open-hub.ts';
import { organisations } from '../exchange/seed.ts';
import { Site } from '../exchange/site.ts';
import type { LinksOptions } from './options.ts';
import { summarise, type LinksResults, type Reading, type Storm } from './results.ts';

type Tell = (sentence: string) => void;

const patienceMs = 120_000;

/** Lets the adapters of many organisations come, stay and go, and looks at hub and message server meanwhile. */
export async function runLinks(options: LinksOptions, tell: Tell): Promise<LinksResults> {
  const { partners, storms, idleSeconds } = options;
  const site = await Site.open({});
  try {
    const open = await openHub(site);
    const operator = { hub: open.hub.told, ...organisations.operator, privateJwk: open.operatorKey.privateJwk };
    const crowd = new Crowd(site, open, new HubClient(operator));
    await crowd.invite(partners);
    tell(`Nobody is connected for ${idleSeconds} s`);
    const alone = await readingsOf(open, idleSeconds);
    const measured: Storm[] = [];
    let together = alone;
    while (measured.length < storms) {
      const joinSeconds = await crowd.join();
      tell(`All ${partners} are there after ${joinSeconds.toFixed(1)} s; they do nothing for ${idleSeconds} s`);
      together = await readingsOf(open, idleSeconds);
      measured.push({ joinSeconds, leaveSeconds: await crowd.leave() });
      tell(`All were killed, and the hub knows after ${(measured.at(-1)?.leaveSeconds ?? 0).toFixed(1)} s`);
    }
    return summarise({ partners, storms: measured, alone, together });
  } finally {
    await site.close();
  }
}

class Crowd {
  readonly #site: Site;
  readonly #open: OpenHub;
  readonly #operator: HubClient;
  #partners = 0;
  #pid = 0;

  constructor(site: Site, open: OpenHub, operator: HubClient) {
    this.#site = site;
    this.#open = open;
    this.#operator = operator;
  }

  async invite(partners: number): Promise<void> {
    this.#partners = partners;
    const { authority, url: servers } = this.#open.link;
    const credentials: string[] = [];
    for (let number = 1; number <= partners; number += 1) {
      const oin = `000000099991${number.toString().padStart(8, '0')}`;
      credentials.push(await authority.grantLink({ oin, client: 'records', kind: 'adapter' }));
    }
    await writeFile(this.#site.path('partners.json'), JSON.stringify({ servers, credentials }), { mode: 0o600 });
  }

  /** Seconds from when they start to connect until the hub knows that all are up. */
  async join(): Promise<number> {
    const env = { BENCH_PARTNERS: this.#site.path('partners.json') };
    const { pid } = await this.#site.startScript({ name: 'partners', script: 'programs/partners.main.ts', env });
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
    const { adapters } = await this.#operator.get<{ adapters: { state: string }[] }>('/v1/adapters');
    return adapters.filter(({ state }) => state === 'up').length;
  }
}

async function readingsOf({ hub, link }: OpenHub, seconds: number): Promise<Record<'hub' | 'nats', Reading>> {
  const before = [cpuTimeOf(hub.pid), cpuTimeOf(link.pid)];
  await pause(seconds * 1000);
  const [hubReading, natsReading] = [hub.pid, link.pid].map((pid, place) => ({
    cpuMsPerSecond: ((cpuTimeOf(pid) ?? Number.NaN) - (before[place] ?? Number.NaN)) / seconds,
    megabytes: memoryOf(pid),
  })) as [Reading, Reading];
  return { hub: hubReading, nats: natsReading };
}

/** Resident memory, as /proc tells it. */
function memoryOf(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}
