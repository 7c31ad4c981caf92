import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { waitUntil } from '@koppel/testkit';
import type { JsonObject } from '../../src/platform/process/process-event.ts';
import { MortalSite, type Victim } from './mortal-site.ts';
import { digestOf, ProcessAudit } from './process-audit.ts';
import { ProcessLoad, type Acknowledged } from './process-load.ts';
import { ProcessSeat } from './process-seat.ts';

/** More of them for a campaign: `KOPPEL_KILLS=200 npm test -- core/hub/test/faults/process-kill`. */
const kills = Number(process.env['KOPPEL_KILLS'] ?? 4);
const victims: readonly Victim[] = ['hub', 'postgresql'];
const betweenKills = 8;
const timeoutMs = 120_000 + kills * 20_000;

let site: MortalSite;
let audit: ProcessAudit;
let told: Acknowledged;

beforeAll(async () => {
  site = await MortalSite.open();
  const seat = await ProcessSeat.open(site);
  const load = new ProcessLoad(seat, [await seat.openCase(), await seat.openCase()]);
  try {
    await killOnAndOn(load);
  } finally {
    await load.stop();
  }
  told = load.acknowledged;
  // A hub that starts makes its rounds: it reconciles, and destroys what is over.
  await site.replace('hub');
  await waitUntil(() => isSettled(seat), 'the hub has made its rounds', 60_000);
}, timeoutMs);
afterAll(() => site?.close(), 30_000);

async function killOnAndOn(load: ProcessLoad): Promise<void> {
  for (let kill = 0; kill < kills; kill += 1) {
    // Never at the same moment of somebody's work.
    const done = load.done + betweenKills + ((kill * 7) % 13);
    await waitUntil(() => load.done >= done, 'the work goes on', 60_000);
    await site.replace(victims[kill % victims.length] ?? 'hub');
  }
  const done = load.done + betweenKills;
  await waitUntil(() => load.done >= done, 'the work goes on after the last kill', 60_000);
}

async function isSettled(seat: ProcessSeat): Promise<boolean> {
  audit = await ProcessAudit.read(site, seat.system);
  const isKept = audit.items.every(({ status }) => status !== 'locked');
  return audit.isReconciled && isKept && audit.items.some(({ status }) => status === 'destroyed');
}

const repeated = (values: readonly unknown[]): unknown[] => {
  const seen = new Set<unknown>();
  return values.filter((value) => seen.size === seen.add(value).size);
};

const actionOf = ({ facts }: { readonly facts: JsonObject }): string => facts['action'] as string;

const eventsOf = (type: string) => audit.events.filter(({ clear }) => clear.type === type);

describe(`after ${kills} kills of hub and PostgreSQL while people work`, () => {
  test('every event has its entry in the log, exactly one and at its index', () => {
    expect(audit.events.length).toBeGreaterThan(kills * betweenKills);
    expect(audit.events.filter((event) => event.digest !== digestOf(event))).toEqual([]);
    const wrong = audit.events.filter(({ digest, index }) => audit.ledger[index]?.digest !== digest);
    expect(wrong).toEqual([]);
    expect(repeated(audit.digestsOf('process.recorded'))).toEqual([]);
  });

  test('every entry of the log has its event, or one that voids it', () => {
    const recorded = audit.digestsOf('process.recorded');
    expect(recorded.filter((digest) => !audit.accountedFor.has(digest))).toEqual([]);
    const voided = audit.digestsOf('process.voided');
    expect(repeated(voided)).toEqual([]);
    const stored = new Set([...audit.events.map(({ digest }) => digest), ...audit.marks]);
    expect(voided.filter((digest) => stored.has(digest))).toEqual([]);
    expect(recorded).toHaveLength(stored.size + voided.length);
  });

  test('agreements, mandates and models that came true are voided nowhere', () => {
    for (const type of ['agreement.activated', 'mandate.given', 'model.applied'] as const)
      expect(audit.digestsOf(type).length).toBeGreaterThan(0);
    expect(audit.digestsOf('entry.voided')).toEqual([]);
  });

  test('every record is what its events make of it', () => {
    expect(audit.streams.length).toBeGreaterThan(kills);
    for (const { stored, rebuilt } of audit.streams) expect(stored).toEqual(rebuilt);
  });

  test('every item that somebody was told of is there, and was added once', () => {
    expect(told.items.length).toBeGreaterThan(kills);
    const ids = new Set(audit.items.map(({ id }) => id));
    expect(told.items.filter((id) => !ids.has(id))).toEqual([]);
    const added = eventsOf('item-added').map(({ clear }) => clear.facts['item']);
    expect(repeated(added)).toEqual([]);
    expect(new Set(added)).toEqual(ids);
  });

  test('every step that somebody was told of was taken, at that version and once', () => {
    expect(told.transitions.length).toBeGreaterThan(kills);
    const steps = eventsOf('transitioned').map(({ clear }) => `${clear.stream} ${actionOf(clear)}`);
    expect(repeated(steps)).toEqual([]);
    const taken = new Set(
      eventsOf('transitioned').map(({ clear }) => `${clear.stream} ${clear.version} ${actionOf(clear)}`),
    );
    const lost = told.transitions.filter(({ stream, version, action }) => !taken.has(`${stream} ${version} ${action}`));
    expect(lost).toEqual([]);
  });

  test('no partner was asked a question twice, and every answer that somebody was told of is an item', () => {
    const receipts = site.source.receipts();
    expect(receipts.length).toBeGreaterThan(0);
    expect(repeated(receipts)).toEqual([]);
    expect(repeated(told.questions.map(({ id }) => id))).toEqual([]);
    const answers = audit.items.flatMap(({ request }) => request ?? []);
    expect(repeated(answers)).toEqual([]);
    const answered = told.questions.filter(({ state }) => state === 'answered');
    expect(answered.filter(({ id }) => !answers.includes(id))).toEqual([]);
  });

  test('what was over is destroyed, once', () => {
    const destroyed = eventsOf('item-destroyed').map(({ clear }) => clear.facts['item']);
    expect(destroyed.length).toBeGreaterThan(0);
    expect(repeated(destroyed)).toEqual([]);
    expect(repeated(eventsOf('retention-destroyed').map(({ clear }) => clear.stream))).toEqual([]);
  });
});
