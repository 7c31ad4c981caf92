import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { KoppelError } from '@koppel/contract';
import type { RootView } from '../../../src/platform/case-actions.ts';
import type { Page } from '../../../src/platform/paging.ts';
import type { ProcessRecord } from '../../../src/platform/process/process-record.ts';
import { answersWell } from '../../directed-adapter.ts';
import { partnerOins, type PersonName } from '../../process-people.ts';
import { ProcessRegion } from '../../process-region.ts';
import { Inquiry } from '../request/inquiry.ts';
import { codeOf, reasons, Story } from '../story.ts';

let region: ProcessRegion;
let inquiry: Inquiry;
let path: string;
beforeAll(async () => {
  region = await ProcessRegion.open();
}, 60_000);
beforeEach(async () => {
  inquiry = await Inquiry.open(region);
  path = `/v1/cases/${inquiry.root.id}`;
  for (const { id } of await openTasks()) await post('coordinator', `/v1/tasks/${id}/transitions`, withdrawal);
});
afterAll(() => region?.close());

const { police, tax, centre } = partnerOins;
const withdrawal = { action: 'withdraw', reasons };
const post = <Made = RootView>(by: PersonName, address: string, body: object): Promise<Made> =>
  region.as(by).post<Made>(address, body);
const leave = (by: PersonName, oin: string = police) => post<object>(by, `${path}/departures`, { oin, reasons });
const openTasks = async () =>
  (await region.as('coordinator').get<Page<ProcessRecord>>(`${path}/tasks?limit=100`)).items.filter(
    ({ isOpen }) => isOpen,
  );

describe('a partner that leaves a case', () => {
  test('finds nothing of it any more, whatever it could see a moment ago', async () => {
    await post('coordinator', `${path}/subjects`, { kind: 'premises', identifiers: [], description: 'A shed' });
    const detective = region.as('detective');
    const told = await detective.get<Page<{ root: string }>>('/v1/notifications?limit=100');
    expect(told.items.map(({ root }) => root)).toContain(inquiry.root.id);
    expect(await leave('detective')).toMatchObject({ case: inquiry.root.id, oin: police });
    for (const part of ['', '/chronology', '/items', '/tasks', '/information-requests', '/plan', '/consultations'])
      expect([part, await codeOf(detective.get(path + part))]).toEqual([part, 'resource.not-found']);
    const lists = await Promise.all(
      ['/v1/cases?limit=100', '/v1/notifications?limit=100', '/v1/tasks?limit=100'].map((list) => detective.get(list)),
    );
    const { hits } = await detective.post<{ hits: { id: string }[] }>('/v1/searches', { words: 'canal' });
    expect(JSON.stringify([lists, hits])).not.toContain(inquiry.root.id);
  });

  test('is missed by those who stay, with its reasons, and may be joined again', async () => {
    await leave('detective');
    const { participants } = await region.as('chair').get<RootView>(path);
    expect(participants).toEqual([centre]);
    const { items } = await region
      .as('chair')
      .get<Page<{ event: { type: string; facts: object }; reasons: string }>>(`${path}/chronology?limit=100`);
    expect(items.at(-1)).toMatchObject({ event: { type: 'left', facts: { oin: police } }, reasons });
    expect((await inquiry.join(police)).participants).toContain(police);
    expect(await region.as('detective').get(path)).toMatchObject({ id: inquiry.root.id });
  });

  test('was seen to leave by nobody of its own: whoever is told is joined', async () => {
    await leave('detective');
    const rows = await region.database.query<{ oin: string }>(
      `SELECT DISTINCT oin FROM process_notification WHERE root = $1 AND type = 'left'`,
      [inquiry.root.id],
    );
    expect(rows.map(({ oin }) => oin)).toEqual([centre]);
  });
});

describe('who may end it', () => {
  test('is the partner’s own people with a part in the process, and whoever is accountable', async () => {
    await inquiry.join(tax);
    await region.mandate({ partner: 'police', person: 'pol-tri2' }, ['triager', 'operational']);
    const triager = region.hubOf({ partner: 'police', person: 'pol-tri2' });
    expect(await codeOf(triager.post(`${path}/departures`, { oin: police, reasons }))).toBe('process.role-missing');
    expect(await codeOf(leave('detective', tax))).toBe('process.role-missing');
    expect(await codeOf(leave('coordinator', tax))).toBe('process.role-missing');
    expect(await leave('chair', tax)).toMatchObject({ oin: tax });
    expect(await codeOf(region.as('inspector').get(path))).toBe('resource.not-found');
  });

  test('says so of a partner that is joined, on the version that they saw', async () => {
    expect(await codeOf(leave('chair', tax))).toBe('request.invalid');
    const late = region.as('detective').post(`${path}/departures`, { oin: police, reasons }, { 'if-match': '"99"' });
    expect(await codeOf(late)).toBe('resource.changed');
  });

  test('is nobody for the organisation that leads', async () => {
    expect(await codeOf(leave('coordinator', centre))).toBe('case.lead-organisation');
    expect(await codeOf(leave('chair', centre))).toBe('case.lead-organisation');
  });
});

describe('a partner with something to finish stays', () => {
  /** What stands in the way, whoever wants it to go. */
  const openWork = async (): Promise<unknown> => {
    expect(await codeOf(leave('chair'))).toBe('case.work-open');
    return leave('detective').catch((error: unknown) => (error as KoppelError).details);
  };

  test('a task', async () => {
    const task = await post('coordinator', `${path}/tasks`, { title: 'Count vans', owner: police, role: 'partner' });
    expect(await openWork()).toMatchObject({ open: { task: 1 } });
    await post('coordinator', `/v1/tasks/${task.id}/transitions`, withdrawal);
    expect(await leave('detective')).toMatchObject({ oin: police });
  });

  test('an intervention', async () => {
    const draft = { type: 'seize-equipment', owner: police, aim: 'Stop it', reasons };
    await post('detective', `${path}/interventions`, draft);
    expect(await openWork()).toMatchObject({ open: { intervention: 1 } });
  });

  test('a consultation that waits for its answer, until its time is over', async () => {
    await post('coordinator', `${path}/transitions`, { action: 'enrich', reasons });
    await post('coordinator', `${path}/consultations`, { step: 'weigh-case', question: 'Do you agree?' });
    expect(await openWork()).toMatchObject({ open: { consultation: 1 } });
    region.clock.advanceDays(14);
    expect(await leave('detective')).toMatchObject({ oin: police });
  });

  test('a question of its own that a partner is thinking about', async () => {
    const agreement = await inquiry.agree();
    const codes: string[] = [];
    region.region.answer = async (question) => {
      codes.push(await codeOf(leave('detective')));
      return answersWell(question);
    };
    const asked = await inquiry.ask(agreement);
    region.region.answer = answersWell;
    expect([codes, asked.state]).toEqual([['case.work-open'], 'answered']);
    expect(await leave('detective')).toMatchObject({ oin: police });
  });

  test('what it takes at that very moment: a task is never left with somebody who is gone', async () => {
    const story = new Story(region);
    const signals = [await story.accepted(), await story.accepted({}, 'detective')];
    const shared = await story.open(signals.map(({ id }) => id));
    path = `/v1/cases/${shared.id}`;
    const [task] = await openTasks();
    expect(task?.owner).toBeNull();
    const taking = post('detective', `/v1/tasks/${task?.id}/assignment`, {});
    const outcomes = await Promise.all([codeOf(taking), codeOf(leave('detective'))]);
    expect(outcomes.filter((code) => code === 'no problem')).toHaveLength(1);
    const { participants } = await region.as('chair').get<RootView>(path);
    const owners = (await openTasks()).map(({ owner }) => owner);
    expect(owners.includes(police)).toBe(participants.includes(police));
  });
});
