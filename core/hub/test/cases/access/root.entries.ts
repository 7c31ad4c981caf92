import { partnerOins } from '../../process-people.ts';
import { premises, reasons, suspect } from '../story.ts';
import type { Entries, Entry } from './entry.ts';
import type { Side } from './side.ts';

const subject = { kind: 'person', role: 'victim', identifiers: [], description: 'Lives in the back' };
const note = { kind: 'note', title: 'Neighbours', text: 'They hear vans', secrecy: [] };
const until = '2032-01-01T00:00:00.000Z';
const longer = { until, reasons };

const signal = (side: Side) => side.signal();
const triaged = (side: Side) => side.triagedSignal();
const case_ = (side: Side) => side.case();

const reading = (arrange: Entry['arrange']): Entry => ({ by: 'coordinator', ok: 200, arrange });
const listing = (arrange: Entry['arrange']): Entry => ({ by: 'coordinator', ok: 200, arrange, isList: true });

const signals: Entries = {
  listSignals: listing(signal),
  getSignal: reading(signal),
  getSignalChronology: reading(signal),
  findLikenesses: reading(signal),
  listItemsOfSignal: reading(signal),
  listInformationRequestsOfSignal: reading(signal),
  listSignalConsultations: reading(signal),
  actOnSignal: {
    by: 'triager',
    wrong: 'enforcer',
    ok: 200,
    arrange: signal,
    body: () => ({ action: 'triage', reasons }),
  },
  addSubjectToSignal: { by: 'triager', wrong: 'enforcer', ok: 201, arrange: signal, body: () => subject },
  changeSubjectRoleInSignal: {
    by: 'triager',
    wrong: 'enforcer',
    ok: 200,
    arrange: signal,
    body: () => ({ role: 'third-party', reasons }),
  },
  joinToSignal: {
    by: 'triager',
    wrong: 'enforcer',
    ok: 201,
    arrange: signal,
    body: () => ({ oin: partnerOins.tax, reasons }),
  },
  declineProposalInSignal: {
    by: 'chair',
    wrong: 'enforcer',
    ok: 200,
    arrange: (side) => side.proposedSignal(),
    body: () => ({ reasons }),
  },
  judgeLikeness: {
    by: 'triager',
    wrong: 'enforcer',
    ok: 201,
    arrange: async (side) => ({ ...(await side.signal()), other: (await side.signal()).id }),
    body: ({ other }) => ({ other, verdict: 'same', reasons }),
    mixed: async (away) => ({ other: (await away.signal()).id }),
  },
  submitSignal: {
    by: 'reporter',
    wrong: 'triager',
    ok: 201,
    others: { elsewhere: 'process.role-missing', otherTheme: 'process.role-missing' } as const,
    arrange: async ({ bodies }) => ({ id: bodies.conference }),
    body: ({ id }) => ({ body: id, title: 'A garage', summary: 'Vans at night', subjects: [suspect, premises] }),
    mixed: async ({ bodies }) => ({ id: bodies.conference }),
  },
  addItemToSignal: { by: 'triager', wrong: 'enforcer', ok: 201, arrange: signal, body: () => note },
  extendRetentionOfSignal: {
    by: 'coordinator',
    wrong: 'triager',
    ok: 200,
    arrange: signal,
    body: () => ({ ...longer, until: '2027-12-01T00:00:00.000Z' }),
  },
  consultInSignal: {
    by: 'coordinator',
    wrong: 'enforcer',
    ok: 409,
    arrange: triaged,
    body: () => ({ step: 'weigh-signal', question: 'Do you agree?' }),
  },
};

const cases: Entries = {
  listCases: listing(case_),
  getCase: reading(case_),
  getCaseChronology: reading(case_),
  listItemsOfCase: reading(case_),
  listInformationRequestsOfCase: reading(case_),
  listTasksOfCase: reading(case_),
  listCaseConsultations: reading(case_),
  getPlan: reading(case_),
  actOnCase: {
    by: 'coordinator',
    wrong: 'triager',
    ok: 200,
    arrange: case_,
    body: () => ({ action: 'enrich', reasons }),
  },
  addSubjectToCase: { by: 'enforcer', wrong: 'triager', ok: 201, arrange: case_, body: () => subject },
  changeSubjectRoleInCase: {
    by: 'coordinator',
    wrong: 'enforcer',
    ok: 200,
    arrange: case_,
    body: () => ({ role: 'third-party', reasons }),
  },
  joinToCase: {
    by: 'coordinator',
    wrong: 'enforcer',
    ok: 201,
    arrange: case_,
    body: () => ({ oin: partnerOins.tax, reasons }),
  },
  addSignalToCase: {
    by: 'coordinator',
    wrong: 'enforcer',
    ok: 201,
    arrange: async (side) => ({ ...(await side.case()), added: (await side.acceptedSignal()).id }),
    body: ({ added }) => ({ signal: added, reasons }),
    mixed: async (away) => ({ added: (await away.acceptedSignal()).id }),
  },
  leaveCase: {
    by: 'enforcer',
    wrong: 'triager',
    ok: 201,
    arrange: (side) => side.idleCase(),
    body: (_ids, side) => ({ oin: side.seat('enforcer').oin, reasons }),
  },
  declineProposalInCase: {
    by: 'chair',
    wrong: 'enforcer',
    ok: 200,
    arrange: (side) => side.proposedCase(),
    body: () => ({ reasons }),
  },
  openCase: {
    by: 'coordinator',
    wrong: 'triager',
    ok: 201,
    arrange: (side) => side.acceptedSignal(),
    body: ({ id }, { bodies }) => ({ signals: [id], body: bodies.conference, title: 'The garage' }),
    mixed: async (away) => away.acceptedSignal(),
  },
  addItemToCase: { by: 'enforcer', wrong: 'triager', ok: 201, arrange: case_, body: () => note },
  extendRetentionOfCase: {
    by: 'chair',
    wrong: 'coordinator',
    ok: 200,
    arrange: case_,
    body: () => ({ ...longer, until: '2029-12-01T00:00:00.000Z' }),
  },
  proposeLesson: {
    by: 'coordinator',
    wrong: 'triager',
    ok: 201,
    arrange: (side) => side.evaluatedCase(),
    body: ({ decision }) => ({ decision, index: 0, text: 'Look earlier', change: 'Three days instead of five' }),
  },
  openTask: {
    by: 'coordinator',
    wrong: 'triager',
    ok: 201,
    arrange: case_,
    body: () => ({ title: 'Count the vans', owner: partnerOins.municipality, role: 'partner' }),
  },
  proposeIntervention: {
    by: 'enforcer',
    wrong: 'triager',
    ok: 201,
    arrange: case_,
    body: () => ({ type: 'close-premises', owner: partnerOins.municipality, aim: 'Close it', reasons }),
  },
  consultInCase: {
    by: 'coordinator',
    wrong: 'enforcer',
    ok: 201,
    arrange: (side) => side.enrichedCase(),
    body: () => ({ step: 'weigh-case', question: 'Do you agree?' }),
  },
  escalate: {
    by: 'chair',
    wrong: 'coordinator',
    ok: 201,
    arrange: async (side) => ({ ...(await side.case()), to: side.bodies.steering }),
    body: ({ to }) => ({ to, question: 'May the neighbours help?', options: ['They may', 'They may not'] }),
    mixed: async ({ bodies }) => ({ to: bodies.steering }),
    mixedCode: 'request.invalid',
  },
};

/** Signals and cases, and what is put into them. */
export const rootEntries: Entries = { ...signals, ...cases };
