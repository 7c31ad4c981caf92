import { partnerOins } from '../../process-people.ts';
import { reasons } from '../story.ts';
import { about } from '../story/story-world.ts';
import type { AccessGround } from './access-ground.ts';
import type { Entries } from './entry.ts';
import type { Ids, Side } from './side.ts';

const input = () => ({ action: 'accept', reasons });
const nextWeeks = () => ({ reasons, until: new Date(Date.now() + 45 * 86_400_000).toISOString() });

async function joinedCase(side: Side, { agreements }: AccessGround): Promise<Ids> {
  const { id } = await side.case();
  await side.seat('coordinator').hub.post(`/v1/cases/${id}/participants`, { oin: partnerOins.police, reasons });
  return { id, agreement: agreements.residents };
}

async function answered(side: Side, ground: AccessGround): Promise<Ids> {
  const { id: root, agreement } = await joinedCase(side, ground);
  const question = { need: 'residents', agreement, reasons, ...about };
  const path = `/v1/cases/${root}/information-requests`;
  const { id } = await side.seat('detective').hub.post<{ id: string }>(path, question);
  return { id, root };
}

const tasks: Entries = {
  listTasks: {
    by: 'enforcer',
    ok: 200,
    isList: true,
    query: ({ root }) => `?case=${root}`,
    arrange: (side) => side.task(),
  },
  getTask: { by: 'enforcer', ok: 200, arrange: (side) => side.task() },
  actOnTask: { by: 'enforcer', wrong: 'triager', ok: 200, arrange: (side) => side.task(), body: input },
  assignTask: {
    by: 'enforcer',
    wrong: 'coordinator',
    ok: 200,
    arrange: async (side) => ({ ...(await side.task()), assignee: side.seat('enforcer').person }),
    body: ({ assignee }) => ({ assignee }),
    mixed: async (away) => ({ assignee: away.seat('enforcer').person }),
    mixedCode: 'request.invalid',
  },
};

const interventions: Entries = {
  listInterventions: {
    by: 'enforcer',
    ok: 200,
    isList: true,
    query: () => '?limit=100',
    arrange: (side) => side.intervention(),
  },
  getIntervention: { by: 'triager', ok: 200, arrange: (side) => side.intervention() },
  actOnIntervention: { by: 'enforcer', wrong: 'triager', ok: 200, arrange: (side) => side.intervention(), body: input },
};

const items: Entries = {
  getItem: { by: 'triager', ok: 200, arrange: (side) => side.item() },
  listReadingsOfItem: { by: 'chair', wrong: 'triager', ok: 200, arrange: (side) => side.item() },
  extendRetentionOfItem: { by: 'chair', wrong: 'triager', ok: 200, arrange: (side) => side.item(), body: nextWeeks },
  previewRetention: {
    by: 'triager',
    ok: 200,
    isList: true,
    arrange: (side: Side) => side.item(),
    query: () => '?limit=100&before=2099-01-01T00:00:00.000Z',
  },
};

const requests: Entries = {
  getInformationRequest: { by: 'triager', ok: 200, arrange: answered },
  askInCase: {
    by: 'detective',
    wrong: 'steeringMember',
    ok: 201,
    arrange: joinedCase,
    body: ({ agreement }) => ({ need: 'residents', agreement, reasons, ...about }),
    mixed: async () => ({ agreement: '01938c5e-8c00-7000-8000-000000000001' }),
    mixedCode: 'agreement.not-found',
  },
  askInSignal: {
    by: 'triager',
    wrong: 'chair',
    ok: 201,
    arrange: async (side, { agreements }) => ({ ...(await side.signal()), agreement: agreements.incidents }),
    body: ({ agreement }) => ({ need: 'match-person-incidents', agreement, reasons, ...about }),
    mixed: async () => ({ agreement: '01938c5e-8c00-7000-8000-000000000001' }),
    mixedCode: 'agreement.not-found',
  },
};

const lessons: Entries = {
  listLessons: { by: 'triager', ok: 200, arrange: (side) => side.lesson(), isList: true },
  decideLesson: {
    by: 'editor',
    wrong: 'coordinator',
    wrongCode: 'mandate.missing',
    ok: 200,
    others: { elsewhere: 'mandate.missing', otherTheme: 'mandate.missing', outsider: 'mandate.missing' },
    arrange: (side) => side.lesson(),
    body: () => ({ outcome: 'declined', reasons }),
  },
};

const search: Entries = {
  search: {
    by: 'triager',
    ok: 200,
    isList: true,
    arrange: (side: Side) => side.signal(),
    body: () => ({ subject: { kind: 'bsn', value: '999990019' } }),
  },
  listNotifications: { by: 'triager', ok: 200, isList: true, arrange: (side) => side.notification() },
  seeNotification: {
    by: 'triager',
    wrong: 'chair',
    wrongCode: 'resource.not-found',
    ok: 200,
    arrange: (side) => side.notification(),
  },
};

/** What belongs to a signal or case: tasks, interventions, items, questions, lessons; and how it is found. */
export const partEntries: Entries = { ...tasks, ...interventions, ...items, ...requests, ...lessons, ...search };
