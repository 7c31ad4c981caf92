import { setTimeout as pause } from 'node:timers/promises';
import { cpuTimeOf } from '../child/cpu-time.ts';
import { openHub, type OpenHub } from '../exchange/open-hub.ts';
import { operatorOf } from '../exchange/seed.ts';
import { Site } from '../exchange/site.ts';
import { Crowd, memoryOf } from './crowd.ts';
import type { LinksOptions } from './options.ts';
import { summarise, type LinksResults, type Reading, type Storm } from './results.ts';

type Tell = (sentence: string) => void;

/** Lets the adapters of many organisations come, stay and go, and looks at hub and message server meanwhile. */
export async function runLinks(options: LinksOptions, tell: Tell): Promise<LinksResults> {
  const { partners, storms, idleSeconds } = options;
  const site = await Site.open({});
  try {
    const open = await openHub(site);
    const operator = operatorOf({ url: open.hub.told, operatorKey: open.operatorKey });
    const crowd = new Crowd({ site, link: open.link, operator });
    await crowd.invite(Array.from({ length: partners }, (_, place) => oinOf(place + 1)));
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

const oinOf = (partner: number): string => `000000099991${partner.toString().padStart(8, '0')}`;

async function readingsOf({ hub, link }: OpenHub, seconds: number): Promise<Record<'hub' | 'nats', Reading>> {
  const before = [cpuTimeOf(hub.pid), cpuTimeOf(link.pid)];
  await pause(seconds * 1000);
  const [hubReading, natsReading] = [hub.pid, link.pid].map((pid, place) => ({
    cpuMsPerSecond: ((cpuTimeOf(pid) ?? Number.NaN) - (before[place] ?? Number.NaN)) / seconds,
    megabytes: memoryOf(pid),
  })) as [Reading, Reading];
  return { hub: hubReading, nats: natsReading };
}
