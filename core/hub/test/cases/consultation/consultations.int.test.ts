import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RootView } from '../../../src/platform/case-actions.ts';
import type { Page } from '../../../src/platform/paging.ts';
import type { ProcessRecord } from '../../../src/platform/process/process-record.ts';
import { partnerOins, people, type PersonName } from '../../process-people.ts';
import { ProcessRegion } from '../../process-region.ts';
import { codeOf, reasons, Story, weighing } from '../story.ts';

const { police, municipality, tax } = partnerOins;

let region: ProcessRegion;
let story: Story;
beforeAll(async () => {
  region = await ProcessRegion.open();
  story = new Story(region);
}, 60_000);
afterAll(() => region?.close());

/** A case that is to be weighed, which asks the partners: the municipality, and whoever else is joined. */
async function toWeigh(...joined: string[]): Promise<string> {
  const { id } = await story.open();
  for (const oin of joined) await region.as('coordinator').post(`/v1/cases/${id}/participants`, { oin, reasons });
  await story.act('coordinator', `cases/${id}`, { action: 'enrich' });
  return id;
}

const consult = async (root: string, by: PersonName = 'coordinator', step = 'weigh-case') => {
  const draft = { step, question: 'Do you see other means?' };
  const { items } = await region.as(by).post<{ items: ProcessRecord[] }>(`/v1/cases/${root}/consultations`, draft);
  return items;
};
const answer = (id: string, by: PersonName): Promise<ProcessRecord> =>
  region.as(by).post(`/v1/consultations/${id}/answer`, { answer: 'advice', text: 'Talk to the owner first' });
const list = (by: PersonName, query: string): Promise<Page<ProcessRecord>> =>
  region.as(by).get(`/v1/consultations?${query}`);

const weigh = (root: string) => {
  const { partner, person } = people.chair;
  const coordinator = people.coordinator;
  const present = [
    { oin: partnerOins[partner], person, role: 'case-chair' },
    { oin: partnerOins[coordinator.partner], person: coordinator.person, role: 'case-coordinator' },
  ];
  return story.act('coordinator', `cases/${root}`, { action: 'weigh', statements: weighing, present });
};

const idOf = (records: readonly ProcessRecord[], owner: string) =>
  String(records.find((record) => record.owner === owner)?.id);

describe('consulting', () => {
  test('asks the role at each partner that is joined and has somebody in it, with the deadline of the step', async () => {
    const root = await toWeigh(police);
    const asked = await consult(root);
    expect(new Set(asked.map(({ owner }) => owner))).toEqual(new Set([police, municipality]));
    for (const one of asked) {
      expect(one).toMatchObject({
        kind: 'consultation',
        root,
        role: 'partner',
        state: 'asked',
        court: { side: 'owner' },
      });
      const days = (Date.parse(String(one.dueAt)) - region.clock.now()) / 86_400_000;
      expect(days).toBeGreaterThan(4);
      expect(days).toBeLessThan(13);
    }
    const { version } = await region.as('coordinator').get<RootView>(`/v1/cases/${root}`);
    expect(await codeOf(consult(root))).toBe('resource.exists');
    expect(await region.as('coordinator').get(`/v1/cases/${root}`)).toMatchObject({ version });
    // Who comes later is asked later.
    await region.as('coordinator').post(`/v1/cases/${root}/participants`, { oin: tax, reasons });
    expect((await consult(root)).map(({ owner }) => owner)).toEqual([tax]);
  });

  test('is for R and A of a step that can be done now and consults somebody', async () => {
    const root = await toWeigh();
    expect(await codeOf(consult(root, 'enforcer'))).toBe('process.role-missing');
    expect(await codeOf(consult(root, 'detective'))).toBe('resource.not-found');
    expect(await codeOf(consult(root, 'coordinator', 'agree-plan'))).toBe('process.transition-refused');
    expect(await codeOf(consult(root, 'coordinator', 'no-such-step'))).toBe('process.transition-refused');
    const fresh = await story.open();
    expect(await codeOf(consult(fresh.id, 'coordinator', 'enrich-case'))).toBe('process.transition-refused');
    expect(await codeOf(consult(root, 'chair'))).toBe('no problem');
  });

  test('asks in vain where nobody holds the role, and says so', async () => {
    const first = await story.accepted({}, 'detective');
    const { id: root } = await story.open([first.id]);
    await story.act('coordinator', `cases/${root}`, { action: 'enrich' });
    const { partner, person } = people.detective;
    const held = await region.partners[partner]
      .as(person)
      .get<{ mandates: { role: string; mandate: string }[] }>('/v1/me');
    const mandate = held.mandates.find(({ role }) => role === 'partner')?.mandate;
    await region.partners[partner].post(`/v1/mandates/${mandate}/revocation`, { reason: 'Left the department' });
    const asked = await consult(root);
    await region.mandate(people.detective, ['partner', 'operational']);
    expect(asked).toMatchObject([{ role: 'partner', owner: null }]);
    // Whoever gets the role meanwhile may still answer.
    expect(await answer(String(asked[0]?.id), 'detective')).toMatchObject({ state: 'answered' });
  });
});

describe('an answer', () => {
  test('is given once, in the role and for the partner that was asked', async () => {
    const root = await toWeigh(police);
    const asked = await consult(root);
    const id = idOf(asked, police);
    expect(await codeOf(answer(id, 'enforcer'))).toBe('process.role-missing');
    expect(await codeOf(answer(id, 'coordinator'))).toBe('process.role-missing');
    expect(await codeOf(answer(id, 'inspector'))).toBe('resource.not-found');
    const stale = region
      .as('detective')
      .post(`/v1/consultations/${id}/answer`, { answer: 'agree', text: 'Fine' }, { 'if-match': '"7"' });
    expect(await codeOf(stale)).toBe('resource.changed');
    const answered = await answer(id, 'detective');
    expect(answered).toMatchObject({ state: 'answered', isOpen: false, court: { side: 'nobody' } });
    expect(answered.content).toMatchObject({ answer: { answer: 'advice', text: 'Talk to the owner first' } });
    expect(await codeOf(answer(id, 'detective'))).toBe('process.closed');
    const seen = await region.as('enforcer').get<Page<ProcessRecord>>(`/v1/cases/${root}/consultations`);
    expect(seen.items.map(({ state }) => state).sort()).toEqual(['answered', 'asked']);
  });

  test('is waited for until it came from everybody, and the time of each is told', async () => {
    const root = await toWeigh(police);
    const asked = await consult(root);
    await expect(weigh(root)).rejects.toMatchObject({ details: { unmet: [{ guard: 'consulted' }] } });
    const view = await region.as('coordinator').get<RootView>(`/v1/cases/${root}`);
    const unmet = view.actions.find(({ action }) => action === 'weigh')?.unmet.map(({ guard }) => guard);
    expect(unmet).toContain('consulted');
    await answer(idOf(asked, police), 'detective');
    expect(await codeOf(weigh(root))).toBe('process.guard-unmet');
    region.clock.advanceDays(1);
    const last = await answer(idOf(asked, municipality), 'enforcer');
    expect(Math.round(last.court.ownerMs / 86_400_000)).toBe(1);
    const after = await region.as('coordinator').get<RootView>(`/v1/cases/${root}`);
    const left = after.actions.find(({ action }) => action === 'weigh')?.unmet.map(({ guard }) => guard);
    expect(left).not.toContain('consulted');
    expect(await weigh(root)).toMatchObject({ state: 'weighed' });
  });
});

describe('silence', () => {
  test('past the deadline counts, and is recorded by what rests on it', async () => {
    const root = await toWeigh(police);
    const asked = await consult(root);
    await answer(idOf(asked, police), 'detective');
    region.clock.advanceDays(15);
    expect(await region.as('enforcer').get(`/v1/consultations/${idOf(asked, municipality)}`)).toMatchObject({
      state: 'asked',
      isOpen: true,
    });
    expect(await weigh(root)).toMatchObject({ state: 'weighed' });
    const silent = await region.as('enforcer').get<ProcessRecord>(`/v1/consultations/${idOf(asked, municipality)}`);
    expect(silent).toMatchObject({ state: 'silent', isOpen: false, version: 2 });
    expect(silent.content?.['answer']).toBeUndefined();
    expect(await codeOf(answer(silent.id, 'enforcer'))).toBe('process.closed');
    expect(await region.as('detective').get(`/v1/consultations/${idOf(asked, police)}`)).toMatchObject({
      state: 'answered',
      version: 2,
    });
  });

  test('is none as long as somebody answers late before anything rests on it', async () => {
    const root = await toWeigh();
    const [asked] = await consult(root);
    region.clock.advanceDays(15);
    expect(await answer(String(asked?.id), 'enforcer')).toMatchObject({ state: 'answered' });
  });
});

describe('open consultations', () => {
  test('are those put to my organisation in a role that I hold, or by it', async () => {
    const root = await toWeigh(police);
    const asked = await consult(root);
    const idsOf = async (by: PersonName, query = '') =>
      (await list(by, `case=${root}${query}`)).items.map(({ id }) => id);
    expect(await idsOf('enforcer')).toEqual([idOf(asked, municipality)]);
    expect(await idsOf('detective')).toEqual([idOf(asked, police)]);
    expect(await idsOf('reporter')).toEqual([]);
    expect(await idsOf('inspector')).toEqual([]);
    expect((await idsOf('chair', '&direction=by-me')).sort()).toEqual(asked.map(({ id }) => id).sort());
    expect(await idsOf('enforcer', '&direction=by-me')).toEqual([]);
    await answer(idOf(asked, police), 'detective');
    expect(await idsOf('detective')).toEqual([]);
    expect(await idsOf('chair', '&direction=by-me')).toEqual([idOf(asked, municipality)]);
  });

  test('come in pages, each once', async () => {
    const root = await toWeigh(police, tax);
    const asked = await consult(root);
    const first = await list('chair', `case=${root}&direction=by-me&limit=2`);
    const rest = await list('chair', `case=${root}&direction=by-me&limit=2&after=${first.next}`);
    expect([...first.items, ...rest.items].map(({ id }) => id).sort()).toEqual(asked.map(({ id }) => id).sort());
    expect(rest.next).toBeUndefined();
  });
});
