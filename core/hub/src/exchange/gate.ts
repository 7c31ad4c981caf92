import type { AgreementRecord, ExchangeAgreement, ExchangeRequest, ProblemCode } from '@koppel/contract';
import type { CaseStanding } from '../platform/actions.ts';

/** What the gate is asked: who, through which system, wants what, when. */
export interface GateQuestion {
  readonly oin: string;
  readonly client: string;
  readonly request: ExchangeRequest;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Whether the operation asks about somebody, so that a subject role must be named. */
  readonly asksAboutSubject: boolean;
  /** Where the case that the request names stands; null when the asker is not joined to it, absent when nobody looked. */
  readonly standing?: CaseStanding | null;
}

/** Open with the agreement that opens it, or closed with the reason; a refusal names the agreement when the caller is party to it. */
export type GateDecision =
  | { readonly isOpen: true; readonly agreement: ExchangeAgreement }
  | { readonly isOpen: false; readonly code: ProblemCode; readonly agreement: ExchangeAgreement | undefined };

interface CompiledAgreement {
  readonly agreement: ExchangeAgreement;
  readonly status: AgreementRecord['status'];
  readonly from: number;
  readonly until: number;
}

type Rule = (compiled: CompiledAgreement, question: GateQuestion) => boolean;
/** In the order in which a refusal names them. */
type Rules = readonly (readonly [ProblemCode, Rule])[];

const statusCodes = {
  draft: 'agreement.not-active',
  suspended: 'agreement.suspended',
  revoked: 'agreement.revoked',
} as const satisfies Partial<Record<AgreementRecord['status'], ProblemCode>>;

/** What must hold besides the status, whatever case it is for. */
const termRules: Rules = [
  ['agreement.not-yet-valid', ({ from }, { now }) => now >= from],
  ['agreement.expired', ({ until }, { now }) => now < until],
  ['agreement.operation-mismatch', ({ agreement }, { request }) => request.operation === agreement.operation],
  ['agreement.purpose-mismatch', ({ agreement }, { request }) => request.purpose === agreement.purpose.code],
  [
    'agreement.mode-mismatch',
    ({ agreement }, { request }) => request.mode === undefined || request.mode === agreement.mode,
  ],
  ['agreement.subject-role-mismatch', hasAgreedRole],
  ['agreement.prerequisite-missing', hasPrerequisites],
];

/** What must hold of the case, after everything else; a case that is named is never merely believed. */
const caseRules: Rules = [
  ['case.required', ({ agreement }, { request }) => agreement.casePhases.length === 0 || request.case !== undefined],
  ['case.not-joined', isJoined],
  ['case.phase-mismatch', ({ agreement }, { standing }) => isAmong(agreement.casePhases, standing?.phase ?? '')],
  ['case.mode-refused', allowsMode],
];

/**
 * Decides from memory, closed by default. It holds one compiled form per agreement, found by the id that the caller
 * names; a caller who is not the agreement's requester gets the answer for an agreement that does not exist. The lists of an
 * agreement are short and stay as they are: with very many agreements, sets would take memory, and a reader through it.
 */
export class Gate {
  readonly #agreements = new Map<string, CompiledAgreement>();

  /** Takes in new and changed agreements. */
  apply(records: readonly AgreementRecord[]): void {
    for (const record of records) this.#agreements.set(record.agreement.id, compile(record));
  }

  get size(): number {
    return this.#agreements.size;
  }

  /** The agreement that the caller names, when it is theirs to use; says nothing about whether it opens. */
  find(question: Pick<GateQuestion, 'oin' | 'client' | 'request'>): ExchangeAgreement | undefined {
    const compiled = this.#agreements.get(question.request.agreement);
    return compiled && isRequester(compiled, question) ? compiled.agreement : undefined;
  }

  /** The case whose standing decides, because everything else that the agreement asks for holds. */
  findDecisiveCase(question: GateQuestion): string | undefined {
    const compiled = this.#agreements.get(question.request.agreement);
    const isOpenOtherwise = compiled && isRequester(compiled, question) && !refusalByTerms(compiled, question);
    return isOpenOtherwise ? question.request.case : undefined;
  }

  decide(question: GateQuestion): GateDecision {
    const compiled = this.#agreements.get(question.request.agreement);
    if (compiled === undefined || !isRequester(compiled, question)) {
      return { isOpen: false, code: 'agreement.not-found', agreement: undefined };
    }
    const code = refusalOf(compiled, question);
    const { agreement } = compiled;
    return code === undefined ? { isOpen: true, agreement } : { isOpen: false, code, agreement };
  }
}

function compile(record: AgreementRecord): CompiledAgreement {
  const { agreement } = record;
  return {
    agreement,
    status: record.status,
    from: Date.parse(agreement.validity.from),
    until: Date.parse(agreement.validity.until),
  };
}

/** A list that names nothing leaves nothing out. */
const isAmong = (listed: readonly string[], name: string): boolean => listed.length === 0 || listed.includes(name);

const isRequester = (
  { agreement }: CompiledAgreement,
  { oin, client }: Pick<GateQuestion, 'oin' | 'client'>,
): boolean => agreement.requester === oin && isAmong(agreement.requesterClients, client);

const refusalOf = (compiled: CompiledAgreement, question: GateQuestion): ProblemCode | undefined =>
  refusalByTerms(compiled, question) ?? firstBroken(caseRules, compiled, question);

function refusalByTerms(compiled: CompiledAgreement, question: GateQuestion): ProblemCode | undefined {
  if (compiled.status !== 'active') return statusCodes[compiled.status];
  return firstBroken(termRules, compiled, question);
}

const firstBroken = (rules: Rules, compiled: CompiledAgreement, question: GateQuestion): ProblemCode | undefined =>
  rules.find(([, holds]) => !holds(compiled, question))?.[0];

function hasAgreedRole({ agreement }: CompiledAgreement, { request, asksAboutSubject }: GateQuestion): boolean {
  if (request.subjectRole !== undefined) return agreement.subjectRoles.includes(request.subjectRole);
  return !asksAboutSubject || agreement.subjectRoles.length === 0;
}

function hasPrerequisites({ agreement }: CompiledAgreement, { request }: GateQuestion): boolean {
  return agreement.prerequisites.every(({ kind }) => request.prerequisites?.some((shown) => shown.kind === kind));
}

/** Joined in another collaboration is not joined: what is learned would end up where the agreement does not hold. */
function isJoined({ agreement }: CompiledAgreement, { request, standing }: GateQuestion): boolean {
  return request.case === undefined || standing?.collaboration === agreement.collaboration;
}

function allowsMode({ agreement }: CompiledAgreement, { request, standing }: GateQuestion): boolean {
  if (request.case === undefined || standing?.exchange === 'content') return true;
  return standing?.exchange === 'match' && agreement.mode === 'match';
}
