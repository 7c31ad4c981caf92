import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Notification } from '../../../src/platform/notification.schema.ts';
import type { Page } from '../../../src/platform/paging.ts';
import { partnerOins, people, type PersonName } from '../../process-people.ts';
import { ProcessRegion } from '../../process-region.ts';
import { codeOf, reasons, Story, weighing } from '../story.ts';

const { police, centre } = partnerOins;

let region: ProcessRegion;
let story: Story;
beforeAll(async () => {
  region = await ProcessRegion.open();
  story = new Story(region);
}, 60_000);
afterAll(() => region?.close());

const told = async (by: PersonName, query = '?limit=200'): Promise<Page<Notification>> =>
  region.as(by).get(`/v1/notifications${query}`);
const toldOf = async (by: PersonName, root: string): Promise<readonly Notification[]> =>
  (await told(by)).items.filter((one) => one.root === root);
const see = (id: string, by: PersonName): Promise<Notification> =>
  region
    .as(by)
    .send<Notification>({ method: 'POST', path: `/v1/notifications/${id}/seen` })
    .then(({ body }) => body);

describe('a notification', () => {
  test('reaches those whom the step informs, at the partners that are joined', async () => {
    const { id } = await story.submit();
    expect(await toldOf('triager', id)).toMatchObject([
      { role: 'triager', kind: 'signal', stream: id, root: id, type: 'opened', seen: false },
    ]);
    await story.act('triager', `signals/${id}`, { action: 'triage' });
    expect(await toldOf('reporter', id)).toMatchObject([{ role: 'signal-submitter', type: 'transitioned' }]);
    // The detective submits signals as well, of another partner.
    expect(await toldOf('detective', id)).toEqual([]);
    expect(await toldOf('coordinator', id)).toEqual([]);
  });

  test('comes the latest first, in pages', async () => {
    const ids = [(await story.submit()).id, (await story.submit()).id, (await story.submit()).id];
    const all = await told('triager');
    expect(all.items.slice(0, 3).map(({ root }) => root)).toEqual(ids.toReversed());
    const first = await told('triager', '?limit=2');
    const rest = await told('triager', `?limit=200&after=${first.next}`);
    expect([...first.items, ...rest.items]).toEqual(all.items);
  });

  test('is seen by one person, twice at most once, and still new to their colleagues', async () => {
    const colleague = { partner: 'centre', person: 'ctr-77e0' } as const;
    await region.mandate(colleague, ['triager', 'operational']);
    const { id: root } = await story.submit();
    const [one] = await toldOf('triager', root);
    const id = String(one?.id);
    expect(await see(id, 'triager')).toMatchObject({ id, seen: true });
    expect(await see(id, 'triager')).toMatchObject({ id, seen: true });
    expect(await toldOf('triager', root)).toMatchObject([{ seen: true }]);
    expect((await told('triager', '?unseen=true&limit=200')).items.map((each) => each.id)).not.toContain(id);
    const theirs = await region.hubOf(colleague).get<Page<Notification>>('/v1/notifications?unseen=true&limit=200');
    expect(theirs.items.map((each) => each.id)).toContain(id);
    const [{ seen } = { seen: [] }] = await region.region.database.query<{ seen: string[] }>(
      `SELECT seen_by AS seen FROM process_notification WHERE id = '${id}'`,
    );
    expect(seen).toEqual([people.triager.person]);
  });

  test('of others is nothing to anybody', async () => {
    const { id: root } = await story.submit();
    const [one] = await toldOf('triager', root);
    const id = String(one?.id);
    for (const by of ['coordinator', 'reporter', 'detective', 'inspector'] as const)
      expect(await codeOf(see(id, by))).toBe('resource.not-found');
    expect(await toldOf('triager', root)).toMatchObject([{ seen: false }]);
  });

  test('goes with the mandate', async () => {
    const { id: root } = await story.submit();
    const substitute = { partner: 'centre', person: 'ctr-88f1' } as const;
    const { id } = await region.mandate(substitute, ['triager', 'operational']);
    await region.mandate(substitute, ['case-coordinator', 'operational']);
    const seat = region.hubOf(substitute);
    const rootsOf = async () =>
      (await seat.get<Page<Notification>>('/v1/notifications?limit=200')).items.map((one) => one.root);
    expect(await rootsOf()).toContain(root);
    await region.partners.centre.post(`/v1/mandates/${id}/revocation`, { reason: 'Back from leave' });
    expect(await rootsOf()).not.toContain(root);
  });

  test('goes with the partner that is no longer joined', async () => {
    const { id: root } = await story.submit();
    expect(await toldOf('triager', root)).toHaveLength(1);
    await region.region.database.query(`DELETE FROM process_participant WHERE root = '${root}' AND oin = '${centre}'`);
    expect(await toldOf('triager', root)).toEqual([]);
  });

  test('tells the higher body of a question, and the case of the decision', async () => {
    const { id: root } = await story.open();
    await region.as('coordinator').post(`/v1/cases/${root}/participants`, { oin: police, reasons });
    const { escalation } = await region.as('chair').post<{ escalation: string }>(`/v1/cases/${root}/escalations`, {
      to: region.bodies.steering,
      question: 'May the neighbours help?',
      options: ['Yes, do', 'No, never'],
      step: 'enrich-case',
    });
    expect(await toldOf('steeringChair', escalation)).toMatchObject([{ kind: 'escalation', type: 'opened' }]);
    expect(await toldOf('steeringMember', escalation)).toEqual([]);
    await region.as('steeringChair').post(`/v1/escalations/${escalation}/decision`, { option: 1, reasons });
    const back = await toldOf('chair', root);
    expect(back.filter(({ type }) => type === 'escalation-decided')).toMatchObject([
      { role: 'case-chair', kind: 'case' },
    ]);
  });
});

test('what a person is told holds no word of what happened', async () => {
  const { id } = await story.submit({ title: 'Zebrapad at the harbour' });
  await story.act('triager', `signals/${id}`, { action: 'triage' });
  await story
    .act('coordinator', `signals/${id}`, { action: 'weigh', statements: weighing, present: [] })
    .catch(() => null);
  const all = JSON.stringify([await told('triager'), await told('reporter')]);
  expect(all).not.toMatch(/Zebrapad|neighbourhood/);
});
