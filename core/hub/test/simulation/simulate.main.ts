import { explain, runCampaign } from './campaign.ts';
import { Choices } from './choices.ts';
import { readSimulationOptions, simulationHelp, type SimulationOptions } from './options.ts';
import { huntPlanted, type Hunt } from './planted.ts';
import { playSchedule } from './schedule.ts';

/** What is told to a person, what is told to a program, and whether it is as it should be. */
interface Result {
  readonly text: string;
  readonly facts: object;
  readonly isGood: boolean;
}

const kinds = { campaign, replay, planted } as const;

async function main(args: readonly string[]): Promise<void> {
  const options = readSimulationOptions(args);
  if (!options) return void process.stdout.write(simulationHelp);
  const { text, facts, isGood } = await kinds[options.kind](options);
  process.stdout.write(`${options.isJson ? JSON.stringify(facts) : text}\n`);
  process.exitCode = isGood ? 0 : 1;
}

const tellEveryMs = 2000;

async function campaign({ seed, schedules: count }: SimulationOptions): Promise<Result> {
  const startedAt = performance.now();
  let toldAt = startedAt;
  const speedAt = (now: number, played: number): number => Math.round((played * 60_000) / (now - startedAt));
  const progress = (played: number): void => {
    const now = performance.now();
    if (now - toldAt < tellEveryMs) return;
    toldAt = now;
    tell(`${played} of ${count} schedules, ${speedAt(now, played)} a minute`);
  };
  const { failure, ...report } = await runCampaign({ firstSeed: seed, count, progress });
  const perMinute = speedAt(performance.now(), report.schedules);
  const verdict = failure ? await explain(failure) : 'no rule was broken';
  const { schedules, steps, outcomes, disturbances } = report;
  return {
    text: [
      `${schedules} schedules, ${steps} steps, ${perMinute} schedules a minute`,
      ...describe('How it ended for callers', outcomes.toJSON()),
      ...describe('What went wrong around them', disturbances.toJSON()),
      verdict,
    ].join('\n'),
    facts: {
      ...report,
      perMinute,
      failure: failure ? { seed: failure.seed, ...failure.violation, told: verdict } : null,
    },
    isGood: failure === undefined,
  };
}

const describe = (title: string, counts: Record<string, number>): string[] => [
  `${title}:`,
  ...Object.entries(counts).map(([name, times]) => `${String(times).padStart(9)}  ${name}`),
];

async function replay({ seed }: SimulationOptions): Promise<Result> {
  const finished = await playSchedule(Choices.seeded(seed), true);
  const { violation, trace } = finished;
  const verdict = violation ? `breaks ${violation.rule}: ${violation.detail}` : 'no rule was broken';
  return { text: [...trace, verdict].join('\n'), facts: finished, isGood: violation === undefined };
}

async function planted({ seed, schedules: count, only }: SimulationOptions): Promise<Result> {
  const progress = (hunt: Hunt): void => tell(sentenceOf(hunt));
  const hunts = await huntPlanted({ range: { firstSeed: seed, count }, only, progress });
  const found = hunts.filter(({ rule, isPlanted }) => rule !== null && isPlanted);
  const stories = hunts.flatMap(({ told }) => told ?? []);
  return {
    text: [...stories, `${found.length} of ${hunts.length} planted bugs were found`].join('\n'),
    facts: { planted: hunts },
    isGood: hunts.length > 0 && found.length === hunts.length,
  };
}

function sentenceOf({ name, isPlanted, schedules, rule }: Hunt): string {
  if (!isPlanted) return `${name}: not planted, its place was not loaded`;
  return rule === null ? `${name}: not found` : `${name}: ${rule}, in schedule ${schedules}`;
}

const tell = (sentence: string): void => void process.stderr.write(`${sentence}\n`);

main(process.argv.slice(2)).catch((error: unknown) => {
  tell(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 1;
});
