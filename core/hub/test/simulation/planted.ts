import type * as CampaignModule from './campaign.ts';
import type { Campaign } from './campaign.ts';
import { plantings, plantWhenLoading } from './plant-loader.ts';
import { plantedBugs } from './planted-bugs.ts';
import type { RuleName } from './rules.ts';

/** What became of a planted bug. */
export interface Hunt {
  readonly name: string;
  /** Whether it stood in its place, once. */
  readonly isPlanted: boolean;
  /** Schedules until one broke a rule; null when none did. */
  readonly schedules: number | null;
  readonly rule: RuleName | null;
  /** A short schedule that shows it, when that was asked for. */
  readonly told?: string;
}

/** Which bugs, and how they are looked for. */
export interface HuntOptions {
  readonly range: Pick<Campaign, 'firstSeed' | 'count'>;
  /** Only those with this in their name; then they are explained as well. */
  readonly only: string | undefined;
  readonly progress: (hunt: Hunt) => void;
}

/** Plays schedules on each planted bug until one breaks a rule. From then on this process loads planted code. */
export async function huntPlanted(options: HuntOptions): Promise<Hunt[]> {
  plantWhenLoading();
  const hunts: Hunt[] = [];
  for (const [place, { name }] of plantedBugs.entries()) {
    if (!name.includes(options.only ?? '')) continue;
    const hunt = { name, ...(await huntAt(place, options)), isPlanted: plantings.get(name) === 1 };
    options.progress(hunt);
    hunts.push(hunt);
  }
  return hunts;
}

async function huntAt(place: number, { range, only }: HuntOptions): Promise<Omit<Hunt, 'name' | 'isPlanted'>> {
  const { runCampaign, explain } = (await import(`./campaign.ts?plant=${place}`)) as typeof CampaignModule;
  const { schedules, failure } = await runCampaign(range);
  if (!failure) return { schedules: null, rule: null };
  const { rule } = failure.violation;
  return only === undefined ? { schedules, rule } : { schedules, rule, told: await explain(failure) };
}
