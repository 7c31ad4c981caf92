import { describe, expect, test } from '@jest/globals';
import type { AgreementRecord, ExchangeAgreement, ExchangeRequest } from '@koppel/contract';
import { Gate, type GateQuestion } from '../../src/exchange/gate.ts';
import { aRecord, aRequest, now, oins } from '../fixtures.ts';

const demand = [{ kind: 'prosecutors-demand', description: { nl: 'Vordering', en: 'Demand' } }];
const shown = { kind: 'prosecutors-demand', reference: 'OM-26-17' };
const advice = { kind: 'advice', reference: 'LC-3' };

interface Case {
  readonly record?: Partial<AgreementRecord>;
  readonly agreement?: Partial<ExchangeAgreement>;
  readonly request?: Partial<ExchangeRequest>;
  readonly question?: Partial<GateQuestion>;
}

function decide({ record, agreement, request, question }: Case) {
  const gate = new Gate();
  gate.apply([aRecord(record, agreement)]);
  return gate.decide({
    oin: oins.requester,
    client: 'intake',
    request: aRequest(request),
    now,
    asksAboutSubject: false,
    ...question,
  });
}

const inCase = { case: '01938c5e-8c00-7000-8000-00000000ca5e' } as const;
const joined = { collaboration: 'example-region', phase: 'weighing', exchange: 'content' } as const;

const refusals: readonly [string, Case, string][] = [
  [
    'an agreement that nobody made',
    { request: { agreement: '01938c5e-8c00-7000-8000-00000000dead' } },
    'agreement.not-found',
  ],
  ['an agreement of others', { question: { oin: oins.stranger } }, 'agreement.not-found'],
  ['the provider that turns the agreement round', { question: { oin: oins.provider } }, 'agreement.not-found'],
  ['a system that the agreement does not name', { agreement: { requesterClients: ['other'] } }, 'agreement.not-found'],
  ['a draft', { record: { status: 'draft' } }, 'agreement.not-active'],
  ['a suspended agreement', { record: { status: 'suspended' } }, 'agreement.suspended'],
  ['a revoked agreement', { record: { status: 'revoked' } }, 'agreement.revoked'],
  [
    'an agreement before its time',
    { question: { now: Date.parse('2025-12-31T23:59:59Z') } },
    'agreement.not-yet-valid',
  ],
  [
    'an agreement at the instant it ends',
    { question: { now: Date.parse('2027-01-01T00:00:00Z') } },
    'agreement.expired',
  ],
  ['another operation', { request: { operation: 'tax.find-income' } }, 'agreement.operation-mismatch'],
  ['another purpose', { request: { purpose: 'curiosity' } }, 'agreement.purpose-mismatch'],
  [
    'content where a match was agreed',
    { agreement: { mode: 'match' }, request: { mode: 'content' } },
    'agreement.mode-mismatch',
  ],
  [
    'a role that was not agreed',
    { agreement: { subjectRoles: ['suspect'] }, request: { subjectRole: 'victim' } },
    'agreement.subject-role-mismatch',
  ],
  [
    'a question about somebody without a role where roles were agreed',
    { agreement: { subjectRoles: ['suspect'] }, question: { asksAboutSubject: true } },
    'agreement.subject-role-mismatch',
  ],
  ['a question without the agreed demand', { agreement: { prerequisites: demand } }, 'agreement.prerequisite-missing'],
  [
    'an agreement for certain phases when no case is named',
    { agreement: { casePhases: ['weighing'] } },
    'case.required',
  ],
  [
    'an agreement for certain phases when no case is named, whatever anybody found',
    { agreement: { casePhases: ['weighing'] }, question: { standing: joined } },
    'case.required',
  ],
  [
    'a caller whose word about the case nobody looked up',
    { agreement: { casePhases: ['weighing'] }, request: inCase },
    'case.not-joined',
  ],
  ['a named case that nobody looked up, even when none is needed', { request: inCase }, 'case.not-joined'],
  [
    'a caller who is not joined to the case',
    { agreement: { casePhases: ['weighing'] }, request: inCase, question: { standing: null } },
    'case.not-joined',
  ],
  [
    'a caller who is not joined to a case that none asked for',
    { request: inCase, question: { standing: null } },
    'case.not-joined',
  ],
  [
    'a case of another collaboration',
    { request: inCase, question: { standing: { ...joined, collaboration: 'other-region' } } },
    'case.not-joined',
  ],
  [
    'a case in another phase',
    { agreement: { casePhases: ['execution'] }, request: inCase, question: { standing: joined } },
    'case.phase-mismatch',
  ],
  [
    'content in a case where only a match may be asked',
    { request: inCase, question: { standing: { ...joined, exchange: 'match' } } },
    'case.mode-refused',
  ],
  [
    'content in a case where nothing may be asked',
    { request: inCase, question: { standing: { ...joined, exchange: 'none' } } },
    'case.mode-refused',
  ],
  [
    'a match in a case where nothing may be asked',
    { agreement: { mode: 'match' }, request: inCase, question: { standing: { ...joined, exchange: 'none' } } },
    'case.mode-refused',
  ],
  [
    'a purpose that was not agreed before it says anything of the case',
    { request: { ...inCase, purpose: 'curiosity' }, question: { standing: null } },
    'agreement.purpose-mismatch',
  ],
];

describe('the gate refuses', () => {
  test.each(refusals)('%s', (_title, given, code) => {
    expect(decide(given)).toMatchObject({ isOpen: false, code });
  });

  test('everything while it knows no agreement', () => {
    const question = { oin: oins.requester, client: 'intake', request: aRequest(), now, asksAboutSubject: false };
    expect(new Gate().decide(question)).toMatchObject({ isOpen: false, code: 'agreement.not-found' });
  });

  test('strangers in the same words as for an agreement that does not exist', () => {
    const foreign = decide({ question: { oin: oins.stranger } });
    const absent = decide({ request: { agreement: '01938c5e-8c00-7000-8000-00000000dead' } });
    expect(foreign).toEqual(absent);
  });
});

describe('the gate opens', () => {
  test.each<[string, Case]>([
    ['for the requester within the agreement', {}],
    ['at the instant the agreement starts', { question: { now: Date.parse('2026-01-01T00:00:00Z') } }],
    ['for a named system', { agreement: { requesterClients: ['intake'] } }],
    [
      'for an agreed role',
      {
        agreement: { subjectRoles: ['suspect'] },
        request: { subjectRole: 'suspect' },
        question: { asksAboutSubject: true },
      },
    ],
    ['for a mode that is the agreed one', { agreement: { mode: 'match' }, request: { mode: 'match' } }],
    ['when the demand is shown', { agreement: { prerequisites: demand }, request: { prerequisites: [shown] } }],
    [
      'when more is shown than the demand',
      { agreement: { prerequisites: demand }, request: { prerequisites: [advice, shown] } },
    ],
    ['for content in a case that allows it', { request: inCase, question: { standing: joined } }],
    [
      'in one of the agreed phases',
      {
        agreement: { casePhases: ['intake', 'weighing'] },
        request: inCase,
        question: { standing: joined },
      },
    ],
    [
      'for a match where no more than that may be asked',
      { agreement: { mode: 'match' }, request: inCase, question: { standing: { ...joined, exchange: 'match' } } },
    ],
    [
      'for a match where content may be asked',
      { agreement: { mode: 'match' }, request: inCase, question: { standing: joined } },
    ],
  ])('%s', (_title, given) => {
    expect(decide(given)).toMatchObject({ isOpen: true });
  });

  test('no longer once a change has been taken in', () => {
    const gate = new Gate();
    gate.apply([aRecord()]);
    gate.apply([aRecord({ status: 'suspended' })]);
    const question = { oin: oins.requester, client: 'intake', request: aRequest(), now, asksAboutSubject: false };
    expect(gate.decide(question)).toMatchObject({ isOpen: false, code: 'agreement.suspended' });
  });
});

test('an agreement is found by its requester, and by nobody else', () => {
  const gate = new Gate();
  const record = aRecord();
  gate.apply([record]);
  const request = aRequest();
  expect(gate.find({ oin: oins.requester, client: 'intake', request })).toEqual(record.agreement);
  expect(gate.find({ oin: oins.provider, client: 'intake', request })).toBeUndefined();
  expect(gate.find({ oin: oins.requester, client: 'intake', request: aRequest({ agreement: record.digest }) })).toBe(
    undefined,
  );
});
