import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { HubClient } from '@koppel/local';
import type { Board } from '../../../src/platform/board.schema.ts';
import type { RootView } from '../../../src/platform/case-actions.ts';
import type { Page } from '../../../src/platform/paging.ts';
import type { ProcessRecord } from '../../../src/platform/process/process-record.ts';
import { readModel } from '../../default-model.ts';
import { partnerOins, type PersonPlan } from '../../process-people.ts';
import { ProcessRegion } from '../../process-region.ts';
import { reasons } from '../story.ts';

const bridges = new URL('../../../../process/test/themes/unsafe-bridges.yaml', import.meta.url);

const team = {
  keeper: { partner: 'police', person: 'pol-0b01', roles: [['bridge-keeper', 'operational']] },
  inspector: { partner: 'centre', person: 'ctr-0b02', roles: [['inspector', 'operational']] },
  engineer: { partner: 'centre', person: 'ctr-0b03', roles: [['chief-engineer', 'operational']] },
  contractor: { partner: 'tax', person: 'tax-0b04', roles: [['contractor', 'operational']] },
  president: { partner: 'police', person: 'pol-0b05', roles: [['council-president', 'strategic']] },
} as const satisfies Record<string, PersonPlan>;

let region: ProcessRegion;
beforeAll(async () => {
  region = await ProcessRegion.open({ model: await readModel(bridges), people: team });
}, 60_000);
afterAll(() => region?.close());

const as = (name: keyof typeof team): HubClient => region.hubOf(team[name]);
const caseOf = (id: string) => as('engineer').get<RootView>(`/v1/cases/${id}`);

/** Works on a bridge, which the contractor joins. */
async function openWorks(body: string): Promise<string> {
  const signal = await as('keeper').post<RootView>('/v1/signals', {
    body,
    title: 'The deck sags',
    summary: 'Measured at low tide',
    subjects: [{ kind: 'premises', identifiers: [{ kind: 'address', value: '0003200000133001' }] }],
  });
  const statements = { finding: 'It will not hold another winter' };
  await as('engineer').post(`/v1/signals/${signal.id}/transitions`, {
    action: 'declare-dangerous',
    statements,
    reasons,
  });
  const works = await as('inspector').post<RootView>('/v1/cases', {
    signals: [signal.id],
    body,
    title: 'The old bridge',
  });
  await as('president').post(`/v1/cases/${works.id}/participants`, { oin: partnerOins.tax, reasons });
  return works.id;
}

test('people of another theme meet, are consulted, give tasks and turn to a council, without a line of code', async () => {
  const council = region.bodies.national;
  const body = await region.createBody('operational', { parent: council });
  const id = await openWorks(body);

  const task = { title: 'Count the lorries', owner: partnerOins.tax, role: 'contractor' };
  const { id: asked } = await as('inspector').post<ProcessRecord>(`/v1/cases/${id}/tasks`, task);
  const reply = { action: 'reply', reasons: 'Four hundred a day' };
  const done = await as('contractor').post<ProcessRecord>(`/v1/tasks/${asked}/transitions`, reply);
  expect(done).toMatchObject({ state: 'answered', isOpen: false, court: { side: 'nobody' } });

  const consultation = { step: 'choose-design', question: 'Steel or concrete?' };
  const { items } = await as('president').post<{ items: ProcessRecord[] }>(
    `/v1/cases/${id}/consultations`,
    consultation,
  );
  expect(items).toMatchObject([{ role: 'contractor', owner: partnerOins.tax }]);
  const advice = { answer: 'advice', text: 'Steel, it is lighter' };
  await as('contractor').post(`/v1/consultations/${items[0]?.id}/answer`, advice);

  const meeting = await as('engineer').post<ProcessRecord>(`/v1/bodies/${body}/conferences`, {
    heldAt: new Date(region.clock.now()).toISOString(),
    invited: [{ oin: partnerOins.police, role: 'council-president' }],
  });
  await as('president').post(`/v1/conferences/${meeting.id}/agenda-items`, { kind: 'case', id, topic: 'Which design' });
  const present = { oin: partnerOins.police, person: team.president.person, role: 'council-president' };
  await as('engineer').post(`/v1/conferences/${meeting.id}/attendance`, { attended: [present] });
  const choose = { action: 'choose', conference: meeting.id, reasons };
  const designed = await as('president').post<RootView>(`/v1/cases/${id}/transitions`, choose);
  expect(designed.state).toBe('designed');

  const { escalation } = await as('engineer').post<{ escalation: string }>(`/v1/cases/${id}/escalations`, {
    to: council,
    question: 'May the bridge be closed in summer?',
    options: ['Yes, in July', 'No, in autumn'],
  });
  await as('president').post(`/v1/escalations/${escalation}/decision`, { option: 2, reasons });
  const decision = { option: 2, chosen: 'No, in autumn', body: council };
  expect((await caseOf(id)).content).toMatchObject({ escalations: [{ escalation, status: 'decided', decision }] });

  const board = await as('inspector').get<Board>(`/v1/bodies/${body}/board`);
  expect(board.counts).toEqual([{ kind: 'case', state: 'designed', count: 1 }]);
  const told = await as('president').get<Page<{ stream: string }>>('/v1/notifications');
  expect(told.items.map(({ stream }) => stream)).toContain(escalation);
});
