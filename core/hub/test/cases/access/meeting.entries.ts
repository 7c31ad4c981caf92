import { reasons } from '../story.ts';
import type { Entries } from './entry.ts';
import type { Side } from './side.ts';

const ofBody = async ({ bodies }: Side) => ({ id: bodies.conference });
const reason = () => ({ reason: 'Taken over by the neighbours' });

const bodies: Entries = {
  createBody: {
    by: 'operator',
    ok: 201,
    arrange: ofBody,
    body: () => ({
      collaboration: 'example-region',
      level: 'operational',
      title: { nl: 'Overleg', en: 'Meeting' },
      theme: 'undermining',
      region: 'north',
      coordinator: '00000009999000000004',
      members: ['00000009999000000004'],
    }),
  },
  listBodies: {
    by: 'triager',
    ok: 200,
    isList: true,
    arrange: ofBody,
    others: { system: 200, unmandated: 200, expired: 200, revoked: 200, elsewhere: 200, otherTheme: 200 },
  },
  getBody: {
    by: 'triager',
    ok: 200,
    arrange: ofBody,
    others: { system: 200, unmandated: 200, expired: 200, revoked: 200, elsewhere: 200, otherTheme: 200 },
  },
  changeBodyMembers: { by: 'operator', ok: 200, arrange: ofBody, body: () => ({ add: ['00000009999000000004'] }) },
  closeBody: {
    by: 'operator',
    ok: 200,
    body: reason,
    arrange: async (_side, { place }) => ({ id: await place.createBody('operational') }),
  },
  getBoard: { by: 'triager', ok: 200, arrange: ofBody, others: { elsewhere: 200, otherTheme: 200 } },
  listConferences: { by: 'triager', ok: 200, arrange: ofBody, others: { elsewhere: 200, otherTheme: 200 } },
  conveneConference: {
    by: 'coordinator',
    wrong: 'enforcer',
    ok: 201,
    arrange: ofBody,
    body: () => ({ heldAt: '2031-06-15T13:00:00.000Z', invited: [] }),
    others: { elsewhere: 'process.role-missing', otherTheme: 'process.role-missing' },
  },
};

const conferences: Entries = {
  getConference: { by: 'enforcer', ok: 200, arrange: (side) => side.conference() },
  recordAttendance: {
    by: 'coordinator',
    wrong: 'enforcer',
    ok: 200,
    arrange: (side: Side) => side.conference(),
    body: (_ids, side) => ({ attended: side.present('chair') }),
  },
  closeConference: {
    by: 'coordinator',
    wrong: 'enforcer',
    ok: 200,
    arrange: (side: Side) => side.conference(),
    body: () => ({ reasons }),
  },
  addToAgenda: {
    by: 'triager',
    wrong: 'enforcer',
    ok: 201,
    arrange: async (side) => ({ ...(await side.conference()), signal: (await side.signal()).id }),
    body: ({ signal }) => ({ kind: 'signal', id: signal, topic: 'How to go on' }),
    mixed: async (away) => ({ signal: (await away.signal()).id }),
  },
  decideInConference: {
    by: 'coordinator',
    wrong: 'enforcer',
    ok: 201,
    arrange: (side: Side) => side.agenda(),
    body: ({ item }) => ({ item, text: 'The municipality goes first' }),
    mixed: async (away) => ({ item: String((await away.agenda())['item']) }),
    mixedCode: 'request.invalid',
  },
};

const consultations: Entries = {
  listConsultations: { by: 'enforcer', ok: 200, isList: true, arrange: (side) => side.consultation() },
  getConsultation: { by: 'triager', ok: 200, arrange: (side) => side.consultation() },
  answerConsultation: {
    by: 'enforcer',
    wrong: 'triager',
    ok: 200,
    arrange: (side: Side) => side.consultation(),
    body: () => ({ answer: 'agree', text: 'It is the best way' }),
  },
};

const question = { question: 'May regions help one another?', options: ['They may', 'They may not'] };
const escalations: Entries = {
  listEscalations: { by: 'steeringMember', ok: 200, isList: true, arrange: (side) => side.escalation() },
  getEscalation: {
    by: 'steeringMember',
    wrong: 'coordinator',
    wrongCode: 'resource.not-found',
    ok: 200,
    arrange: (side) => side.escalation(),
  },
  decideEscalation: {
    by: 'steeringChair',
    wrong: 'steeringMember',
    ok: 200,
    arrange: (side: Side) => side.escalation(),
    body: () => ({ option: 1, reasons }),
  },
  passOnEscalation: {
    by: 'steeringChair',
    wrong: 'steeringMember',
    ok: 200,
    arrange: async (side) => ({ ...(await side.escalation()), to: side.bodies.national }),
    body: ({ to }) => ({ to, reasons, ...question }),
    mixed: async ({ bodies: away }) => ({ to: away.national }),
    mixedCode: 'request.invalid',
  },
};

/** Bodies and their meetings, and what goes to and fro between levels. */
export const meetingEntries: Entries = { ...bodies, ...conferences, ...consultations, ...escalations };
