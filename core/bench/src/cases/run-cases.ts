import { CaseSite } from './case-site.ts';
import { measureRound, type CasesRound } from './measure-round.ts';
import type { CasesOptions } from './options.ts';
import { prepareAsks } from './requests.ts';
import { summarise, type CasesResults, type SizeRounds } from './results.ts';

/** Told what is going on. */
type Tell = (sentence: string) => void;

/** Bodies that people look at, from all of them. */
const bodiesSeen = 20;
const peopleAtATime = 4;
/** Of each kind before anything counts, so that what is measured is compiled. */
const warmUpRequests = 100;

/** Fills a database step by step and measures at each size; ends everything, and removes it unless it is to be kept. */
export async function runCases(options: CasesOptions, tell: Tell): Promise<CasesResults> {
  tell('Starting PostgreSQL and the hub');
  const site = await CaseSite.open(options.home);
  try {
    const measured: SizeRounds[] = [];
    for (const cases of options.sizes) measured.push(await measureSize(site, cases, { options, tell }));
    return summarise(measured);
  } finally {
    await site.close();
  }
}

interface Course {
  readonly options: CasesOptions;
  readonly tell: Tell;
}

async function measureSize(site: CaseSite, cases: number, { options, tell }: Course): Promise<SizeRounds> {
  const { rounds, requests } = options;
  if (site.cases > cases) throw new Error(`This home holds ${site.cases} cases already: take another for ${cases}`);
  const sample = await site.grow(cases, Math.min(cases, requests), tell);
  const { people, bodies, conference: spared } = site;
  const asks = await prepareAsks({ people, bodies: spread(bodies, bodiesSeen), cases: sample, spared });
  await measureRound(asks, { requests: Math.min(requests, warmUpRequests), atATime: 1, home: site.home });
  const alone: CasesRound[] = [];
  while (alone.length < rounds) {
    const round = await measureRound(asks, { requests, atATime: 1, home: site.home });
    alone.push(round);
    tell(`${cases} cases, round ${alone.length} of ${rounds}, p95 in ms: ${p95sOf(round)}`);
  }
  const concurrent = await measureRound(asks, { requests, atATime: peopleAtATime, home: site.home });
  tell(`${cases} cases, ${peopleAtATime} at a time, p95 in ms: ${p95sOf(concurrent)}`);
  return { cases, alone, concurrent };
}

const p95sOf = ({ kinds }: CasesRound): string =>
  Object.entries(kinds)
    .map(([kind, { p95Ms }]) => `${kind} ${p95Ms.toFixed(1)}`)
    .join(', ');

/** So many of them at even distances. */
function spread<Item>(all: readonly Item[], count: number): Item[] {
  if (all.length <= count) return [...all];
  return Array.from({ length: count }, (_, position) => all[Math.floor((position * all.length) / count)]).filter(
    (item) => item !== undefined,
  );
}
