import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RetentionForecast } from '../../../src/platform/item-actions.ts';
import type { Page } from '../../../src/platform/paging.ts';
import type { ProcessRecord } from '../../../src/platform/process/process-record.ts';
import type { PersonName } from '../../process-people.ts';
import { ProcessRegion } from '../../process-region.ts';
import { MeetingDays } from '../meeting/meeting-days.ts';
import { makeRounds } from '../night-watch.ts';
import { codeOf, Story } from '../story.ts';

const options = ['Yes, for a year', 'No, never'];
/** How long the default model keeps the state of a case that it keeps longest. */
const keptDays = 1825;
const dayMs = 86_400_000;

let region: ProcessRegion;
let days: MeetingDays;
/** A meeting that nobody closes, a question that nobody decides, and one that was passed on to a level that does not answer. */
let meeting: ProcessRecord;
let question: string;
let passed: string;
beforeAll(async () => {
  region = await ProcessRegion.open();
  days = new MeetingDays(region);
  const { id } = await new Story(region).open();
  meeting = await days.convene();
  const draft = { to: region.bodies.steering, question: 'May others help?', options };
  const ask = () => region.as('chair').post<{ escalation: string }>(`/v1/cases/${id}/escalations`, draft);
  question = (await ask()).escalation;
  passed = (await ask()).escalation;
}, 60_000);
afterAll(() => region?.close());

const see = (id: string, by: PersonName = 'steeringChair') => region.as(by).get<ProcessRecord>(`/v1/escalations/${id}`);
const daysLeft = ({ retention, changedAt }: ProcessRecord): number =>
  Math.round((Date.parse(String(retention.endsAt)) - Date.parse(changedAt)) / dayMs);

async function preview(by: PersonName): Promise<string[]> {
  const before = new Date(region.clock.now() + 20 * 365 * dayMs).toISOString();
  const { items } = await region.as(by).get<Page<RetentionForecast>>(`/v1/retention?limit=200&before=${before}`);
  return items.map(({ kind, next, id }) => `${next} ${kind} ${id}`);
}

describe('the clock runs from the first day', () => {
  test('of a meeting and of a question to a body', async () => {
    expect(daysLeft(meeting)).toBe(keptDays);
    expect(daysLeft(await see(question))).toBe(keptDays);
  });

  test('and a meeting is not called for a day on which it would be gone', async () => {
    const late = new Date(region.clock.now() + (keptDays + 1) * dayMs).toISOString();
    await expect(days.convene('chair', { heldAt: late })).rejects.toMatchObject({
      code: 'request.invalid',
      details: { faults: [{ path: '/body/heldAt' }] },
    });
  });

  test('and is told beforehand to those who may know of them', async () => {
    expect(await preview('steeringChair')).toEqual(
      expect.arrayContaining([`lock escalation ${question}`, `lock conference ${meeting.id}`]),
    );
    const ofInspector = await preview('inspector');
    expect(ofInspector).toContain(`lock conference ${meeting.id}`);
    expect(ofInspector.filter((line) => line.includes('escalation'))).toEqual([]);
  });
});

describe('a year later', () => {
  beforeAll(() => region.clock.advanceDays(365));

  test('a meeting that is closed is kept anew, one that is not goes on', async () => {
    const other = await days.convene();
    region.clock.advanceDays(10);
    expect(daysLeft(await days.close(other.id))).toBe(keptDays);
    expect((await days.see(meeting.id, 'chair')).retention).toEqual(meeting.retention);
  });

  test('a question that is passed on is kept as long as where it went', async () => {
    const below = await region.as('steeringChair').post<ProcessRecord>(`/v1/escalations/${passed}/passage`, {
      to: region.bodies.national,
      question: 'May regions help each other?',
      options,
      reasons: 'It touches other regions',
    });
    const { items } = await region.as('nationalChair').get<Page<ProcessRecord>>('/v1/escalations');
    expect(items.map(({ retention }) => retention.endsAt)).toEqual([below.retention.endsAt]);
    expect(below.state).toBe('passed-on');
    expect(daysLeft(below)).toBe(keptDays);
  });
});

describe('what nobody ever closed or decided', () => {
  beforeAll(async () => {
    region.clock.advanceDays(keptDays - 370);
    await region.renewMandates();
  });

  test('takes nothing more when its time is over, and tells nothing, before any round was made', async () => {
    expect((await days.see(meeting.id, 'chair')).content).toBeNull();
    expect(await codeOf(days.attend(meeting.id, ['chair']))).toBe('process.closed');
    expect(await codeOf(days.close(meeting.id))).toBe('process.closed');
    const decision = { option: 1, reasons: 'Too late' };
    const decide = region.as('steeringChair').post(`/v1/escalations/${question}/decision`, decision);
    expect(await codeOf(decide)).toBe('process.closed');
    expect((await see(passed)).content).not.toBeNull();
  });

  test('is locked by the round, and is open no more', async () => {
    await makeRounds(region, async () => (await see(question)).retention.status === 'locked');
    expect(await see(question)).toMatchObject({ retention: { status: 'locked' }, isOpen: false, content: null });
    expect(await days.see(meeting.id, 'chair')).toMatchObject({ retention: { status: 'locked' }, isOpen: false });
    const open = await region.as('steeringChair').get<Page<ProcessRecord>>('/v1/escalations?limit=200');
    expect(open.items.map(({ id }) => id)).toEqual([passed]);
    expect(await preview('steeringChair')).toContain(`destroy escalation ${question}`);
  });

  test('and is destroyed when it was locked long enough', async () => {
    region.clock.advanceDays(5 * 365.25 + 1);
    await region.renewMandates();
    await makeRounds(region, async () => (await see(question)).retention.status === 'destroyed');
    expect((await days.see(meeting.id, 'chair')).retention).toMatchObject({ status: 'destroyed', endsAt: null });
    const keys = await region.database.query<{ wrapped: Buffer | null }>(
      `SELECT wrapped FROM process_key WHERE root IN ('${meeting.id}', '${question}')`,
    );
    expect(keys).toEqual([{ wrapped: null }, { wrapped: null }]);
  }, 90_000);
});
