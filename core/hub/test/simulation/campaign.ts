import { Choices } from './choices.ts';
import type { Outcome } from './clients.ts';
import type { Disturbance } from './disturbances.ts';
import { playSchedule } from './schedule.ts';
import { rules, type Violation } from './rules.ts';
import { shrink } from './shrink.ts';
import { Tally } from './tally.ts';

export interface Campaign {
  readonly firstSeed: number;
  readonly count: number;
  /** Called after each schedule, with how many were played. */
  readonly progress?: (played: number) => void;
}

/** A schedule that breaks a rule, as the list of its decisions. */
export interface Failure {
  readonly seed: number;
  readonly violation: Violation;
  readonly tape: readonly number[];
}

/** What a campaign saw until its end, or until the first schedule that broke a rule. */
export interface CampaignReport {
  readonly schedules: number;
  readonly steps: number;
  readonly outcomes: Tally<Outcome>;
  readonly disturbances: Tally<Disturbance>;
  readonly failure: Failure | undefined;
}

/** Plays one schedule per seed. */
export async function runCampaign({ firstSeed, count, progress }: Campaign): Promise<CampaignReport> {
  const seen = { outcomes: new Tally<Outcome>(), disturbances: new Tally<Disturbance>() };
  let steps = 0;
  for (let schedules = 1; schedules <= count; schedules += 1) {
    const seed = firstSeed + schedules - 1;
    const choices = Choices.seeded(seed);
    const { violation, ...finished } = await playSchedule(choices);
    steps += finished.steps;
    seen.outcomes.addAll(finished.outcomes);
    seen.disturbances.addAll(finished.disturbances);
    if (violation) return { schedules, steps, ...seen, failure: { seed, violation, tape: choices.tape } };
    progress?.(schedules);
  }
  return { schedules: count, steps, ...seen, failure: undefined };
}

/** A failure as a person reads it, with a shorter schedule that breaks the same rule. */
export async function explain({ seed, violation: { rule }, tape }: Failure): Promise<string> {
  const breaksIt = async (candidate: readonly number[]): Promise<boolean> =>
    (await playSchedule(Choices.replaying(candidate))).violation?.rule === rule;
  const shrunk = await playSchedule(Choices.replaying(await shrink(tape, breaksIt)), true);
  const { detail, atMs } = shrunk.violation ?? { detail: 'not when it is told', atMs: Number.NaN };
  return [`seed ${seed} breaks ${rule} (${rules[rule]}): ${detail}, at ${atMs} ms`, ...shrunk.trace].join('\n');
}
