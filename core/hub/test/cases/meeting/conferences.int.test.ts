import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RootView } from '../../../src/platform/case-actions.ts';
import type { Page } from '../../../src/platform/paging.ts';
import type { ProcessRecord } from '../../../src/platform/process/process-record.ts';
import { partnerOins } from '../../process-people.ts';
import { ProcessRegion } from '../../process-region.ts';
import { codeOf, Story } from '../story.ts';
import { attendee, MeetingDays } from './meeting-days.ts';

let region: ProcessRegion;
let story: Story;
let days: MeetingDays;
beforeAll(async () => {
  region = await ProcessRegion.open();
  story = new Story(region);
  days = new MeetingDays(region);
}, 60_000);
afterAll(() => region?.close());

describe('a meeting', () => {
  test('is convened by the coordinator and by whoever answers for a step on the level of the body', async () => {
    const meeting = await days.convene();
    expect(meeting).toMatchObject({ kind: 'conference', state: 'planned', isOpen: true, version: 1 });
    expect(meeting.dueAt).toBe(meeting.content?.['heldAt']);
    expect(await codeOf(days.convene('coordinator'))).toBe('no problem');
    expect(await codeOf(days.convene('enforcer'))).toBe('process.role-missing');
    // Whoever sits on a higher level runs the meetings of that level, not these; also when they come from the coordinator.
    expect(await codeOf(days.convene('steeringChair'))).toBe('process.role-missing');
    expect(await codeOf(days.convene('nationalChair'))).toBe('process.role-missing');
  });

  test('of a higher body is for whoever is accountable there', async () => {
    const path = `/v1/bodies/${region.bodies.steering}/conferences`;
    const draft = { heldAt: '2026-06-15T13:00:00Z', invited: [] };
    expect(await codeOf(region.as('steeringMember').post(path, draft))).toBe('process.role-missing');
    expect(await region.as('steeringChair').post(path, draft)).toMatchObject({ body: region.bodies.steering });
  });

  test('invites members of the body in roles of the model, on a day that exists', async () => {
    const wrong = days.convene('chair', {
      heldAt: '2026-02-31T13:00:00Z',
      invited: [{ oin: '00000009999000000099', role: 'dragon-slayer' }],
    });
    await expect(wrong).rejects.toMatchObject({
      code: 'request.invalid',
      details: {
        faults: [{ path: '/body/heldAt' }, { path: '/body/invited/0/oin' }, { path: '/body/invited/0/role' }],
      },
    });
  });

  test('is seen by members of its body, in lists and by its address, and by nobody else', async () => {
    const body = await region.createBody('operational', { members: [partnerOins.police, partnerOins.centre] });
    const draft = { heldAt: '2026-06-15T13:00:00Z', invited: [] };
    const meeting = await region.as('chair').post<ProcessRecord>(`/v1/bodies/${body}/conferences`, draft);
    expect(await days.see(meeting.id, 'detective')).toMatchObject({ id: meeting.id, agenda: [] });
    const listed = await region.as('detective').get<Page<ProcessRecord>>(`/v1/bodies/${body}/conferences`);
    expect(listed.items.map(({ id }) => id)).toEqual([meeting.id]);
    expect(await codeOf(days.see(meeting.id, 'inspector'))).toBe('resource.not-found');
    expect(await codeOf(region.as('inspector').get(`/v1/bodies/${body}/conferences`))).toBe('resource.not-found');
    expect(await codeOf(days.attend(meeting.id, [], 'inspector'))).toBe('resource.not-found');
    expect(await codeOf(days.close(meeting.id, 'inspector'))).toBe('resource.not-found');
  });

  test('is no longer seen by a partner that has left the body since', async () => {
    const body = await region.createBody('operational', { members: [partnerOins.police, partnerOins.centre] });
    const draft = { heldAt: '2026-06-15T13:00:00Z', invited: [] };
    const meeting = await region.as('chair').post<ProcessRecord>(`/v1/bodies/${body}/conferences`, draft);
    expect(await codeOf(days.see(meeting.id, 'detective'))).toBe('no problem');
    await region.region.operator.post(`/v1/bodies/${body}/members`, { remove: [partnerOins.police] });
    expect(await codeOf(days.see(meeting.id, 'detective'))).toBe('resource.not-found');
    expect(await codeOf(days.see(meeting.id, 'chair'))).toBe('no problem');
  });

  test('records those who were there in roles that they really hold', async () => {
    const { id } = await days.convene();
    const recorded = await days.attend(id, ['chair', 'coordinator', 'detective']);
    expect(recorded).toMatchObject({ version: 2, content: { attended: [{ role: 'case-chair' }, {}, {}] } });
    const pretender = { ...attendee('enforcer'), role: 'case-chair' };
    const stranger = { ...attendee('detective'), oin: '00000009999000000099' };
    const wrong = region.as('chair').post(`/v1/conferences/${id}/attendance`, { attended: [pretender, stranger] });
    await expect(wrong).rejects.toMatchObject({
      details: {
        faults: [
          { path: '/body/attended/1/oin' },
          { path: '/body/attended/0/role' },
          { path: '/body/attended/1/role' },
        ],
      },
    });
    expect(await codeOf(days.attend(id, ['detective'], 'detective'))).toBe('process.role-missing');
    const mended = await days.attend(id, ['chair']);
    expect(mended.content?.['attended']).toEqual([attendee('chair')]);
  });

  test('takes nothing more after it was closed, and is kept as long as a case could be', async () => {
    const { id } = await days.convene();
    const opened = await story.open();
    const { item } = await days.discuss(id, opened);
    const closed = await days.close(id);
    expect(closed).toMatchObject({ state: 'closed', isOpen: false, retention: { status: 'active' } });
    const keptDays = (Date.parse(String(closed.retention.endsAt)) - Date.parse(closed.changedAt)) / 86_400_000;
    expect(Math.round(keptDays)).toBe(1825);
    expect(await codeOf(days.close(id))).toBe('process.closed');
    expect(await codeOf(days.attend(id, ['chair']))).toBe('process.closed');
    expect(await codeOf(days.decide(id, { item }))).toBe('process.closed');
    const other = await story.open();
    expect(await codeOf(days.discuss(id, other))).toBe('process.closed');
  });

  test('changes on the version that was seen', async () => {
    const { id } = await days.convene();
    await days.attend(id, ['chair']);
    const path = `/v1/conferences/${id}/attendance`;
    const late = region.as('chair').post(path, { attended: [] }, { 'if-match': '"1"' });
    await expect(late).rejects.toMatchObject({ code: 'resource.changed', details: { seen: 1, current: 2 } });
    expect(await days.see(id, 'chair')).toMatchObject({ version: 2, content: { attended: [attendee('chair')] } });
  });
});

describe('the agenda', () => {
  test('shows each member what it is joined to, without a gap, a number or a version that tells of more', async () => {
    const { id } = await days.convene();
    const unseen = await days.see(id, 'detective');
    const ours = await story.open();
    await days.discuss(id, ours);
    // Neither the meeting nor the list of meetings tells the police of a case that they are not joined to.
    expect(await days.see(id, 'detective')).toEqual(unseen);
    const meetings = `/v1/bodies/${region.bodies.conference}/conferences?limit=200`;
    const listed = await region.as('detective').get<Page<ProcessRecord>>(meetings);
    expect(listed.items.find((meeting) => meeting.id === id)).toMatchObject({ version: 1 });
    const theirs = await story.submit({}, 'detective');
    await days.discuss(id, theirs, 'triager');
    expect((await days.see(id, 'detective')).agenda).toMatchObject([{ kind: 'signal', id: theirs.id }]);
    expect((await days.see(id, 'enforcer')).agenda).toMatchObject([{ kind: 'case', id: ours.id }]);
    expect((await days.see(id, 'chair')).agenda.map((item) => item.id)).toEqual([ours.id, theirs.id]);
  });

  test('takes a signal or case of its own body once, from whoever contributes to it', async () => {
    const { id } = await days.convene();
    const opened = await story.open();
    expect(await codeOf(days.discuss(id, opened, 'reporter'))).toBe('process.role-missing');
    expect(await codeOf(days.discuss(id, opened, 'detective'))).toBe('resource.not-found');
    const item = await days.discuss(id, opened);
    expect(item).toMatchObject({ kind: 'case', id: opened.id, state: 'draft', topic: 'Who goes in first' });
    expect(await codeOf(days.discuss(id, opened))).toBe('resource.exists');
    const elsewhere = await region
      .as('chair')
      .post<ProcessRecord>(`/v1/bodies/${await region.createBody('operational')}/conferences`, {
        heldAt: '2026-06-15T13:00:00Z',
        invited: [],
      });
    await expect(days.discuss(elsewhere.id, opened)).rejects.toMatchObject({
      code: 'request.invalid',
      details: { faults: [{ path: '/body/id' }] },
    });
  });

  test('holds what was decided, in the case and for its partners only', async () => {
    const { id } = await days.convene();
    const opened = await story.open();
    const { item } = await days.discuss(id, opened);
    expect(await codeOf(days.decide(id, { item }, 'enforcer'))).toBe('process.role-missing');
    const unknown = days.decide(id, { item, action: 'send-in-the-dragons' });
    await expect(unknown).rejects.toMatchObject({ details: { faults: [{ path: '/body/action' }] } });
    const decided = await days.decide(id, { item, action: 'enrich' });
    expect(decided.decisions).toMatchObject([{ text: 'The municipality goes in first', action: 'enrich' }]);
    const seen = await region.as('reporter').get<RootView>(`/v1/cases/${opened.id}`);
    expect(seen.content).toMatchObject({ agenda: [{ conference: id, item, decisions: decided.decisions }] });
    // Deciding to do something is not doing it.
    expect(seen.state).toBe('draft');
    expect(await codeOf(days.decide(id, { item }, 'detective'))).toBe('request.invalid');
    const nowhere = await codeOf(days.decide(id, { item: '01938c5e-8c00-7000-8000-000000000001' }, 'detective'));
    expect(nowhere).toBe('request.invalid');
  });

  test('is on the version of the case that was seen', async () => {
    const { id } = await days.convene();
    const opened = await story.open();
    const draft = { kind: 'case', id: opened.id, topic: 'Who goes in first' };
    const path = `/v1/conferences/${id}/agenda-items`;
    const late = region.as('coordinator').post(path, draft, { 'if-match': '"7"' });
    await expect(late).rejects.toMatchObject({ code: 'resource.changed', details: { seen: 7, current: 1 } });
    expect((await days.see(id, 'coordinator')).agenda).toEqual([]);
  });
});

describe('the attendance of a meeting', () => {
  const complaint = 'The neighbourhood suffers from it';
  const statements = { necessity: complaint, proportionality: complaint, subsidiarity: complaint };
  const weigh = (signal: string, conference: string) =>
    story.act('coordinator', `signals/${signal}`, { action: 'weigh', statements, conference });

  const triaged = async (): Promise<RootView> => {
    const signal = await story.submit();
    return story.act('triager', `signals/${signal.id}`, { action: 'triage' });
  };

  test('stands for whoever was present when the signal was discussed there', async () => {
    const signal = await triaged();
    const { id } = await days.convene();
    await days.discuss(id, signal);
    expect(await codeOf(weigh(signal.id, id))).toBe('process.guard-unmet');
    await days.attend(id, ['coordinator', 'detective']);
    const weighed = await weigh(signal.id, id);
    expect(weighed.state).toBe('weighed');
    // The police are not joined to this signal: that they sat at the table is nothing to its partners.
    expect(weighed.content?.['decisions']).toMatchObject([{}, { input: { present: [attendee('coordinator')] } }]);
  });

  test('counts for nothing that was not on its agenda, and not when it is no meeting at all', async () => {
    const signal = await triaged();
    const { id } = await days.convene();
    await days.attend(id, ['coordinator']);
    const expected = { code: 'request.invalid', details: { faults: [{ path: '/body/conference' }] } };
    await expect(weigh(signal.id, id)).rejects.toMatchObject(expected);
    await expect(weigh(signal.id, signal.id)).rejects.toMatchObject(expected);
    expect(await region.as('triager').get(`/v1/signals/${signal.id}`)).toMatchObject({ state: 'triaged', version: 2 });
  });
});
