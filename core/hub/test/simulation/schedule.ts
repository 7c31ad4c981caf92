import { verifyExport } from '@koppel/ledger';
import type { Choices } from './choices.ts';
import { exportLines } from '../../src/platform/export-lines.ts';
import { agreementIds } from './agreement-book.ts';
import { Clients, type Outcome } from './clients.ts';
import type { Disturbance } from './disturbances.ts';
import type { HubNode } from './node.ts';
import type { Violation } from './rules.ts';
import type { Tally } from './tally.ts';
import { Troubles } from './troubles.ts';
import type { Wish } from './wish.ts';
import { World } from './world.ts';

/** What became of one schedule. */
export interface Finished {
  readonly violation: Violation | undefined;
  readonly steps: number;
  readonly outcomes: Tally<Outcome>;
  readonly disturbances: Tally<Disturbance>;
  readonly trace: readonly string[];
}

const troublesUntilMs = 6000;
type Length = 'short' | 'long';
const calmAtMs = { short: 15_000, long: 120_000 } as const;
const longPercent = 15;
/** Long enough for a lease. */
const quietMs = 3000;
/** Of how many schedules in a hundred the export is verified, which takes as long as all the rest; long ones break more of its rules. */
const verifiedPercent = { short: 5, long: 60 } as const;
const maxSteps = 20_000;

/** Plays one schedule from its choices, and nothing but these; stops at the first rule that is broken. */
export async function playSchedule(choices: Choices, isTold = false): Promise<Finished> {
  const world = new World(choices, isTold);
  const troubles = new Troubles(world);
  const clients = new Clients(world, troubles.node);
  troubles.watchedBy(clients);
  const length = plan(world, troubles, clients);
  await run(world);
  if (world.judge.violations.length === 0) await settle(world, clients);
  if (world.judge.violations.length === 0 && choices.happens(verifiedPercent[length]))
    await verify(world, troubles.node(0));
  const [violation] = world.judge.violations;
  const { timeline, disturbances, trace } = world;
  return { violation, steps: timeline.steps, outcomes: clients.outcomes, disturbances, trace };
}

function plan({ choices, timeline }: World, troubles: Troubles, clients: Clients): Length {
  const instant = (): number => choices.weigh(instants) * instantMs;
  const wishes = choices.weigh([0, 10, 20, 20, 20, 10, 10, 10]);
  for (let i = 0; i < wishes; i += 1) {
    const wish = clients.draw();
    const place = choices.pick([0, 1] as const);
    timeline.at(instant(), () => clients.ask(wish, place), 'plan');
  }
  const strikes = choices.weigh([10, 15, 20, 20, 15, 10, 10]);
  for (let i = 0; i < strikes; i += 1) timeline.at(instant(), () => troubles.strike(), 'plan');
  const length = choices.happens(longPercent) ? 'long' : 'short';
  timeline.at(calmAtMs[length], () => troubles.end(), 'plan');
  return length;
}

/** Few enough for things to happen at once. */
const instantMs = 250;
const instants = Array.from({ length: troublesUntilMs / instantMs }, () => 1);

async function run({ timeline, judge }: World): Promise<void> {
  while (judge.violations.length === 0 && (await timeline.step())) {
    if (timeline.steps > maxSteps) judge.report('hub.stuck', 'it never comes to rest');
  }
}

/** At the end everybody has an answer, what is allowed is released, and what is asked now is released. */
async function settle(world: World, clients: Clients): Promise<void> {
  const { timeline, judge } = world;
  if (world.waiting > 0) return judge.report('caller.waiting', `${world.waiting} of them`);
  for (const place of [0, 1] as const) {
    const before = clients.outcomes.of('released');
    timeline.after(quietMs, () => clients.ask(quietWish, place), 'plan');
    await run(world);
    if (clients.outcomes.of('released') !== before + 1) return judge.report('hub.stuck', `node ${place}`);
  }
}

const quietWish: Wish = {
  caller: { oin: '00000009999000000001', client: 'intake', scopes: ['exchange'] },
  request: {
    agreement: agreementIds.steady,
    operation: 'municipality.find-residents',
    purpose: 'prevent-and-detect-offences',
    actor: { id: 'emp-7f3a91', role: 'intelligence-officer' },
    request: { bsn: '999990019' },
  },
  key: undefined,
};

async function verify(world: World, node: HubNode): Promise<void> {
  const exported = exportOf(node);
  await run(world);
  const [finding] = (await verifyExport([await exported])).findings;
  if (finding) world.judge.report('log.unverifiable', `${finding.code} at ${finding.index}`);
}

async function exportOf({ ledger, call }: HubNode): Promise<string> {
  let text = '';
  for await (const lines of exportLines(await ledger.exportStart(0), call)) text += lines;
  return text;
}
