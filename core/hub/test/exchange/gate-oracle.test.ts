import { describe, expect, test } from '@jest/globals';
import type { AgreementRecord, ExchangeAgreement, ExchangeRequest } from '@koppel/contract';
import fc from 'fast-check';
import { Gate, type GateQuestion } from '../../src/exchange/gate.ts';
import { aRecord, aRequest, agreementId, oins } from '../fixtures.ts';

const from = Date.parse('2026-01-01T00:00:00Z');
const until = Date.parse('2027-01-01T00:00:00Z');
const phases = ['intake', 'weighing', 'execution'] as const;
const collaborations = ['example-region', 'other-region'] as const;
const modes = ['match', 'content'] as const;
const subjectRoles = ['suspect', 'victim'] as const;

interface Situation {
  readonly record: AgreementRecord;
  readonly question: GateQuestion;
}

/** Mostly what opens the gate, so that each single difference comes up alone. */
const mostly = <Value>(usual: Value, ...others: readonly Value[]): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

const optional = <Name extends string, Value>(name: Name, value: fc.Arbitrary<Value>) =>
  fc.option(value, { nil: undefined }).map((it) => (it === undefined ? {} : { [name]: it }));

const agreements: fc.Arbitrary<Partial<ExchangeAgreement>> = fc.record({
  mode: fc.constantFrom(...modes),
  collaboration: fc.constantFrom(...collaborations),
  casePhases: fc.subarray([...phases]),
  subjectRoles: mostly<('suspect' | 'victim')[]>([], ['suspect'], ['suspect', 'victim']),
  requesterClients: mostly<string[]>([], ['intake'], ['other']),
  prerequisites: mostly<ExchangeAgreement['prerequisites']>(
    [],
    [{ kind: 'prosecutors-demand', description: { nl: 'Vordering', en: 'Demand' } }],
  ),
});

const requests: fc.Arbitrary<Partial<ExchangeRequest>> = fc
  .tuple(
    fc.record({
      agreement: mostly(agreementId, '01938c5e-8c00-7000-8000-00000000dead'),
      operation: mostly('municipality.find-residents', 'tax.find-income'),
      purpose: mostly('prevent-and-detect-offences', 'curiosity'),
    }),
    optional('case', fc.constant('01938c5e-8c00-7000-8000-00000000ca5e')),
    optional('mode', fc.constantFrom(...modes)),
    optional('subjectRole', fc.constantFrom(...subjectRoles)),
    optional('prerequisites', fc.constant([{ kind: 'prosecutors-demand', reference: 'OM-26-17' }])),
  )
  .map((parts) => Object.assign({}, ...parts) as Partial<ExchangeRequest>);

const standings = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(undefined, null) },
  {
    weight: 5,
    arbitrary: fc.record({
      collaboration: fc.constantFrom(...collaborations),
      phase: fc.constantFrom(...phases),
      exchange: fc.constantFrom('none' as const, 'match' as const, 'content' as const),
    }),
  },
);

const situations: fc.Arbitrary<Situation> = fc
  .record({
    agreement: agreements,
    status: mostly<AgreementRecord['status']>('active', 'draft', 'suspended', 'revoked'),
    request: requests,
    oin: mostly<string>(oins.requester, oins.provider, oins.stranger),
    client: mostly('intake', 'other'),
    now: mostly(from + 1, from, from - 1, until - 1, until),
    asksAboutSubject: fc.boolean(),
    standing: standings,
  })
  .map(({ agreement, status, request, standing, ...asker }) => ({
    record: aRecord({ status }, agreement),
    question: { ...asker, request: aRequest(request), ...(standing === undefined ? {} : { standing }) },
  }));

/** The rules as one would read them out; undefined when nothing is against it. */
function refusalOf({ record: { agreement, status }, question }: Situation): string | undefined {
  return (
    refusalByParties(agreement, question) ??
    refusalByStatus(status) ??
    refusalByTime(question) ??
    refusalByWords(agreement, question) ??
    refusalByCase(agreement, question)
  );
}

function refusalByParties(agreement: ExchangeAgreement, { oin, client, request }: GateQuestion): string | undefined {
  const isTheirs = request.agreement === agreement.id && oin === agreement.requester;
  const isAnySystem = agreement.requesterClients.length === 0;
  return isTheirs && (isAnySystem || agreement.requesterClients.includes(client)) ? undefined : 'agreement.not-found';
}

const refusalByStatus = (status: AgreementRecord['status']): string | undefined =>
  ({
    active: undefined,
    draft: 'agreement.not-active',
    suspended: 'agreement.suspended',
    revoked: 'agreement.revoked',
  })[status];

function refusalByTime({ now }: GateQuestion): string | undefined {
  if (now < from) return 'agreement.not-yet-valid';
  return now >= until ? 'agreement.expired' : undefined;
}

function refusalByWords(agreement: ExchangeAgreement, { request, asksAboutSubject }: GateQuestion): string | undefined {
  if (request.operation !== agreement.operation) return 'agreement.operation-mismatch';
  if (request.purpose !== agreement.purpose.code) return 'agreement.purpose-mismatch';
  if ((request.mode ?? agreement.mode) !== agreement.mode) return 'agreement.mode-mismatch';
  if (!isRoleFine(agreement, request.subjectRole, asksAboutSubject)) return 'agreement.subject-role-mismatch';
  return isEverythingShown(agreement, request) ? undefined : 'agreement.prerequisite-missing';
}

const isEverythingShown = (agreement: ExchangeAgreement, request: ExchangeRequest): boolean =>
  agreement.prerequisites.length === 0 || request.prerequisites !== undefined;

function isRoleFine(
  { subjectRoles: agreed }: ExchangeAgreement,
  named: ExchangeRequest['subjectRole'],
  asksAboutSubject: boolean,
): boolean {
  if (named) return agreed.includes(named);
  return agreed.length === 0 || !asksAboutSubject;
}

function refusalByCase(agreement: ExchangeAgreement, { request, standing }: GateQuestion): string | undefined {
  if (!request.case) return agreement.casePhases.length > 0 ? 'case.required' : undefined;
  if (!standing || standing.collaboration !== agreement.collaboration) return 'case.not-joined';
  if (agreement.casePhases.length > 0 && !agreement.casePhases.includes(standing.phase)) return 'case.phase-mismatch';
  const isAllowed = { none: false, match: agreement.mode === 'match', content: true }[standing.exchange];
  return isAllowed ? undefined : 'case.mode-refused';
}

/** Eleven refusals by the agreement, four by the case, and open. */
const outcomes = 16;

const gateOf = ({ record }: Situation): Gate => {
  const gate = new Gate();
  gate.apply([record]);
  return gate;
};

describe('the gate, whatever agreement, request and case it is given,', () => {
  test('says what the rules say', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(situations, (situation) => {
        const decision = gateOf(situation).decide(situation.question);
        const code = decision.isOpen ? undefined : decision.code;
        seen.add(code ?? 'open');
        expect(code).toBe(refusalOf(situation));
      }),
      { numRuns: 20_000 },
    );
    // Every answer came up, or the comparison says little.
    expect(seen.size).toBe(outcomes);
  });

  test('wants to know of a case exactly when nothing else is against the exchange', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        const { standing: _standing, ...question } = situation.question;
        const withoutCase = refusalOf({ ...situation, question });
        const decides = question.request.case !== undefined && withoutCase === 'case.not-joined';
        expect(gateOf(situation).findDecisiveCase(question)).toBe(decides ? question.request.case : undefined);
      }),
      { numRuns: 5000 },
    );
  });

  test('stays closed for content until the process says that content may be asked', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        const { question, record } = situation;
        const isContentInCase = record.agreement.mode === 'content' && question.request.case !== undefined;
        fc.pre(isContentInCase && question.standing?.exchange !== 'content');
        expect(gateOf(situation).decide(question).isOpen).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});
