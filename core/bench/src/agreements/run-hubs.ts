import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cpuTimeOf } from '../child/cpu-time.ts';
import type { RunningProgram } from '../child/program.ts';
import { isLedgerVerified } from '../exchange/ledger-check.ts';
import { measure, type Measurement } from '../exchange/measurement.ts';
import { Site } from '../exchange/site.ts';
import type { SetSize } from '../gate/agreement-set.ts';
import { memoryOf } from '../links/crowd.ts';
import { LoadGenerator } from '../load/load-generator.ts';
import { Activations, type Course } from './activations.ts';
import { openHubWithSet, type HubWithSet } from './hub-with-set.ts';
import { summariseHubs, type HubMeasurements, type HubsResults } from './results.ts';
import { startNode, timeFullRefresh, type Start } from './starts.ts';

export interface HubsOptions {
  readonly small: SetSize;
  readonly large: SetSize;
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly connections: number;
  /** On each of two nodes. */
  readonly activations: number;
  readonly starts: number;
  readonly profileDir?: string;
}

type Tell = (sentence: string) => void;
type Pair<Value> = Readonly<Record<'small' | 'large', Value>>;

/** Two whole hubs side by side, each with a database and a message server of its own, asked in turns and then changed one by one. */
export async function runHubs(options: HubsOptions, tell: Tell): Promise<HubsResults> {
  const { profileDir } = options;
  const siteOf = (name: string): Promise<Site> =>
    Site.open(profileDir === undefined ? {} : { profileDir: join(profileDir, name) });
  const sites: Pair<Site> = { small: await siteOf('small'), large: await siteOf('large') };
  try {
    const source = await sites.small.startScript({ name: 'source', script: 'programs/source.main.ts' });
    const small = await openOne(sites.small, source, { size: options.small, tell });
    const large = await openOne(sites.large, source, { size: options.large, tell });
    const restSeconds = 2 * options.seconds;
    tell(`Nobody asks anything for ${restSeconds} s`);
    const [restOfSmall, restOfLarge] = await Promise.all([restOf(small, restSeconds), restOf(large, restSeconds)]);
    const rounds = await measureRounds({ small, large }, options, tell);
    return summariseHubs({
      small: await measureOne(small, sites.small, { options, rounds: rounds.small, rest: restOfSmall, tell }),
      large: await measureOne(large, sites.large, { options, rounds: rounds.large, rest: restOfLarge, tell }),
    });
  } finally {
    await sites.large.close();
    await sites.small.close();
  }
}

async function openOne(
  site: Site,
  source: RunningProgram,
  { size, tell }: { readonly size: SetSize; readonly tell: Tell },
): Promise<HubWithSet> {
  tell(`Opening a hub with ${size.agreements} agreements between ${size.partners} partners`);
  return openHubWithSet(site, source, size);
}

/** Milliseconds of processor time in a second in which nobody asks anything, by process. */
async function restOf({ path: { processes } }: HubWithSet, seconds: number): Promise<Readonly<Record<string, number>>> {
  const before = Object.entries(processes).map(([name, pid]) => ({ name, pid, ms: cpuTimeOf(pid) ?? Number.NaN }));
  await pause(seconds * 1000);
  const spent = before.map(({ name, pid, ms }) => [name, ((cpuTimeOf(pid) ?? Number.NaN) - ms) / seconds] as const);
  return Object.fromEntries(spent);
}

/** Whoever goes first may find the machine in another mood, so that changes from round to round. */
async function measureRounds(hubs: Pair<HubWithSet>, options: HubsOptions, tell: Tell): Promise<Pair<Measurement[]>> {
  const load = new LoadGenerator();
  try {
    const { connections, seconds, warmUpSeconds } = options;
    tell('Warming up');
    const ask = (name: keyof typeof hubs, length: number): Promise<Measurement> =>
      measure(hubs[name].path, load, { connections, seconds: length });
    for (const name of ['small', 'large'] as const) await ask(name, warmUpSeconds);
    const rounds: Pair<Measurement[]> = { small: [], large: [] };
    for (let round = 1; round <= options.rounds; round += 1) {
      const order = round % 2 === 1 ? (['small', 'large'] as const) : (['large', 'small'] as const);
      for (const name of order) rounds[name].push(await ask(name, seconds));
      const [small, large] = [rounds.small.at(-1), rounds.large.at(-1)].map((last) => Math.round(last?.perSecond ?? 0));
      tell(`Round ${round} of ${options.rounds}, exchanges per second: small ${small}, large ${large}`);
    }
    return rounds;
  } finally {
    await load.stop();
  }
}

interface SoFar {
  readonly options: HubsOptions;
  readonly rounds: readonly Measurement[];
  readonly rest: Readonly<Record<string, number>>;
  readonly tell: Tell;
}

async function measureOne(
  hub: HubWithSet,
  site: Site,
  { options, rounds, rest, tell }: SoFar,
): Promise<HubMeasurements> {
  const { agreements, partners } = hub.size;
  const megabytes = memoryOf(hub.open.hub.pid);
  tell(`${agreements} agreements between ${partners} partners: starting nodes, filling gates, changing agreements`);
  const refreshesMs: number[] = [];
  while (refreshesMs.length < options.starts)
    refreshesMs.push(await timeFullRefresh(hub.open.database, hub.size.agreements));
  const { starts, node } = await startSeveral(hub, options.starts);
  const signedElsewhere = await changeSeveral(hub, node.told, options.activations);
  await node.stop();
  const signedHere = await changeSeveral(hub, hub.open.hub.told, options.activations);
  const ledgerHolds = await isLedgerVerified(hub.operator, site.path('ledger.ndjson'));
  return { rounds, rest, megabytes, refreshesMs, starts, signedHere, signedElsewhere, ledgerHolds };
}

/** The last of them goes on running. */
async function startSeveral(
  hub: HubWithSet,
  count: number,
): Promise<{ readonly starts: readonly Start[]; readonly node: RunningProgram }> {
  const first = await startNode(hub, 'hub-2');
  const starts = [first.start];
  let { node } = first;
  while (starts.length < count) {
    await node.stop();
    const next = await startNode(hub, 'hub-2');
    starts.push(next.start);
    node = next.node;
  }
  return { starts, node };
}

async function changeSeveral(hub: HubWithSet, url: string, count: number): Promise<Course[]> {
  const activations = new Activations(hub, url);
  const courses: Course[] = [];
  // A node that was just started compiles what it does for the first few.
  const uncounted = Math.ceil(count / 5);
  for (let number = 0; number < count + uncounted; number += 1) courses.push(await activations.run(number));
  return courses.slice(uncounted);
}
