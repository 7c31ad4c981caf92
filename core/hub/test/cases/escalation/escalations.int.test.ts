import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RootView } from '../../../src/platform/case-actions.ts';
import type { Page } from '../../../src/platform/paging.ts';
import type { ProcessRecord } from '../../../src/platform/process/process-record.ts';
import { partnerOins, people, type PersonName } from '../../process-people.ts';
import { ProcessRegion } from '../../process-region.ts';
import { codeOf, Story } from '../story.ts';

let region: ProcessRegion;
let story: Story;
beforeAll(async () => {
  region = await ProcessRegion.open();
  story = new Story(region);
}, 60_000);
afterAll(() => region?.close());

const question = 'May the neighbouring region be asked to help?';
const options = ['Yes, for three months', 'No, the own means must do'];

async function ask(root: string, change: object = {}, by: PersonName = 'chair'): Promise<string> {
  const draft = { to: region.bodies.steering, question, options, ...change };
  const { escalation } = await region.as(by).post<{ escalation: string }>(`/v1/cases/${root}/escalations`, draft);
  return escalation;
}
const see = (id: string, by: PersonName): Promise<ProcessRecord> => region.as(by).get(`/v1/escalations/${id}`);
const decide = (id: string, by: PersonName, option = 1): Promise<ProcessRecord> =>
  region.as(by).post(`/v1/escalations/${id}/decision`, { option, reasons: 'The own means are not enough' });
const passOn = (id: string, by: PersonName, change: object = {}): Promise<ProcessRecord> =>
  region.as(by).post(`/v1/escalations/${id}/passage`, {
    to: region.bodies.national,
    question: 'May regions lend each other people?',
    options: ['Yes', 'No, never', 'Once'].map((option) => `${option} it is`),
    reasons: 'It touches other regions',
    ...change,
  });
const caseOf = (id: string): Promise<RootView> => region.as('coordinator').get(`/v1/cases/${id}`);
const listFor = async (by: PersonName, query = '?limit=200'): Promise<string[]> =>
  (await region.as(by).get<Page<ProcessRecord>>(`/v1/escalations${query}`)).items.map(({ id }) => id);

describe('asking a higher level', () => {
  test('puts the question before the body above, and nothing of the case', async () => {
    const { id: root } = await story.open();
    const id = await ask(root);
    const seen = await see(id, 'steeringMember');
    expect(seen).toMatchObject({
      kind: 'escalation',
      root: id,
      body: region.bodies.steering,
      state: 'asked',
      content: { question, options, deciders: ['steering-chair'] },
    });
    // The police sit in the steering group and are not joined to the case.
    expect(JSON.stringify(seen)).not.toContain(root);
    expect(await codeOf(region.as('steeringMember').get(`/v1/cases/${root}`))).toBe('resource.not-found');
    const asked = await caseOf(root);
    expect(asked.content).toMatchObject({ escalations: [{ escalation: id, status: 'asked', question, options }] });
  });

  test('is for whoever is accountable, on a case that they may know of, on the version that they saw', async () => {
    const { id: root } = await story.open();
    const { version } = await caseOf(root);
    expect(await codeOf(ask(root, {}, 'coordinator'))).toBe('process.role-missing');
    expect(await codeOf(ask(root, {}, 'detective'))).toBe('resource.not-found');
    expect(await codeOf(ask(root, { to: region.bodies.national }))).toBe('request.invalid');
    expect(await codeOf(ask(root, { options: ['Only this one'] }))).toBe('request.invalid');
    const draft = { to: region.bodies.steering, question, options };
    const late = region.as('chair').post(`/v1/cases/${root}/escalations`, draft, { 'if-match': '"9"' });
    await expect(late).rejects.toMatchObject({ code: 'resource.changed', details: { seen: 9, current: version } });
    expect(await caseOf(root)).toMatchObject({ version });
  });

  test('is seen by those alone who have a seat in that body', async () => {
    const id = await ask((await story.open()).id);
    expect(await codeOf(see(id, 'steeringChair'))).toBe('no problem');
    // The chair of the conference asked, and the inspector's organisation is a member: neither sits there.
    expect(await codeOf(see(id, 'chair'))).toBe('resource.not-found');
    expect(await codeOf(see(id, 'inspector'))).toBe('resource.not-found');
    expect(await codeOf(decide(id, 'chair'))).toBe('resource.not-found');
    expect(await codeOf(passOn(id, 'inspector'))).toBe('resource.not-found');
    expect(await listFor('steeringMember')).toContain(id);
    expect(await listFor('chair')).toEqual([]);
    expect(await listFor('inspector')).toEqual([]);
    expect(await listFor('nationalChair')).not.toContain(id);
  });
});

describe('the decision', () => {
  test('comes back to the case with who decided, and binds', async () => {
    const { id: root } = await story.open();
    const id = await ask(root);
    expect(await codeOf(decide(id, 'steeringMember'))).toBe('process.role-missing');
    expect(await codeOf(decide(id, 'steeringChair', 3))).toBe('request.invalid');
    const decided = await decide(id, 'steeringChair', 2);
    expect(decided).toMatchObject({ state: 'decided', isOpen: false, version: 2 });
    expect(decided.retention.endsAt).not.toBeNull();
    const { oin, person } = { oin: partnerOins.municipality, person: people.steeringChair.person };
    const decision = { option: 2, chosen: options[1], body: region.bodies.steering, oin, person };
    expect(decided.content).toMatchObject({ decision });
    expect((await caseOf(root)).content).toMatchObject({
      escalations: [{ escalation: id, status: 'decided', decision }],
    });
    expect(await codeOf(decide(id, 'steeringChair'))).toBe('process.closed');
    expect(await listFor('steeringChair')).not.toContain(id);
    expect(await listFor('steeringChair', '?open=false&limit=200')).toContain(id);
    const chronology = await region
      .as('coordinator')
      .get<Page<{ event: { type: string; by: object } }>>(`/v1/cases/${root}/chronology?limit=200`);
    expect(chronology.items.at(-1)?.event).toMatchObject({ type: 'escalation-decided', by: { oin, person } });
  });

  test('is not that of whoever asked, in whatever role', async () => {
    await region.mandate(people.chair, ['steering-chair', 'policy']);
    const id = await ask((await story.open()).id);
    expect(await codeOf(decide(id, 'chair'))).toBe('process.four-eyes');
    expect(await codeOf(passOn(id, 'chair'))).toBe('process.four-eyes');
  });

  test('is on the version of the question that was seen; that the case moved on is no conflict', async () => {
    const { id: root } = await story.open();
    const id = await ask(root);
    await region.as('coordinator').post(`/v1/cases/${root}/subjects`, {
      kind: 'organisation',
      identifiers: [{ kind: 'kvk', value: '90000017' }],
    });
    const body = { option: 1, reasons: 'The own means are not enough' };
    const stale = region.as('steeringChair').post(`/v1/escalations/${id}/decision`, body, { 'if-match': '"2"' });
    await expect(stale).rejects.toMatchObject({ code: 'resource.changed', details: { seen: 2, current: 1 } });
    const fresh = region.as('steeringChair').post(`/v1/escalations/${id}/decision`, body, { 'if-match': '"1"' });
    expect(await codeOf(fresh)).toBe('no problem');
  });
});

test('only one of two who decide at once has decided', async () => {
  const second = { partner: 'municipality', person: 'mun-2nd1' } as const;
  await region.mandate(second, ['steering-chair', 'policy']);
  const { id: root } = await story.open();
  const id = await ask(root);
  const body = { option: 1, reasons: 'The own means are not enough' };
  const both = [region.as('steeringChair'), region.hubOf(second)].map((hub) =>
    codeOf(hub.post(`/v1/escalations/${id}/decision`, body)),
  );
  expect((await Promise.all(both)).sort()).toEqual(['no problem', 'process.closed']);
  expect((await see(id, 'steeringChair')).version).toBe(2);
});

test('questions come in pages, each once, also without any deadline', async () => {
  for (let i = 0; i < 3; i++) await ask((await story.open()).id);
  const all = await listFor('steeringChair');
  const pages: string[] = [];
  let query = '?limit=2';
  for (let more = true; more; ) {
    const page = await region.as('steeringChair').get<Page<ProcessRecord>>(`/v1/escalations${query}`);
    pages.push(...page.items.map(({ id }) => id));
    query = `?limit=2&after=${page.next}`;
    more = page.next !== undefined;
  }
  expect(pages).toEqual(all);
});

describe('passing a question on', () => {
  test('asks the next level, whose decision goes back through all of them', async () => {
    const { id: root } = await story.open();
    const id = await ask(root);
    expect(await codeOf(passOn(id, 'steeringMember'))).toBe('process.role-missing');
    expect(await codeOf(passOn(id, 'steeringChair', { to: region.bodies.steering }))).toBe('request.invalid');
    const foreign = await region.createBody('strategic');
    expect(await codeOf(passOn(id, 'steeringChair', { to: foreign }))).toBe('request.invalid');
    expect(await passOn(id, 'steeringChair')).toMatchObject({ state: 'passed-on', isOpen: true });
    expect(await codeOf(decide(id, 'steeringChair'))).toBe('process.closed');
    expect((await caseOf(root)).content).toMatchObject({
      escalations: [{ escalation: id, status: 'passed-on', passedOnTo: region.bodies.national }],
    });
    const [onward] = (await listFor('nationalChair')).slice(-1);
    const asked = await see(String(onward), 'nationalChair');
    expect(asked.content).toMatchObject({
      question: 'May regions lend each other people?',
      deciders: ['national-chair'],
    });
    expect(JSON.stringify(asked)).not.toContain(root);
    expect(await codeOf(see(asked.id, 'steeringChair'))).toBe('resource.not-found');
    expect(await codeOf(passOn(asked.id, 'nationalChair'))).toBe('request.invalid');
    await decide(asked.id, 'nationalChair', 3);
    const decision = { option: 3, chosen: 'Once it is', body: region.bodies.national };
    expect(await see(id, 'steeringMember')).toMatchObject({ state: 'decided', isOpen: false, content: { decision } });
    expect((await caseOf(root)).content).toMatchObject({
      escalations: [{ escalation: id, status: 'decided', decision }],
    });
  });
});

test('a decision is taken also when the case is over, and then told to nobody', async () => {
  const { id: root } = await story.open();
  const id = await ask(root);
  await region.region.database.query(
    `UPDATE process_stream SET record = jsonb_set(record::jsonb, '{retention,status}', '"locked"')::json WHERE id = '${root}'`,
  );
  const before = await region.region.database.query(`SELECT version FROM process_stream WHERE id = '${root}'`);
  expect(await decide(id, 'steeringChair')).toMatchObject({ state: 'decided' });
  expect(await region.region.database.query(`SELECT version FROM process_stream WHERE id = '${root}'`)).toEqual(before);
});
