import type { AgreementRecord, ExchangeAgreement, ExchangeRequest, ProblemCode } from '@koppel/contract';

/** What the gate is asked: who, through which system, wants what, when. */
export interface GateQuestion {
  readonly oin: string;
  readonly client: string;
  readonly request: ExchangeRequest;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Whether the operation asks about somebody, so that a subject role must be named. */
  readonly asksAboutSubject: boolean;
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
  readonly clients: ReadonlySet<string>;
  readonly roles: ReadonlySet<string>;
  readonly prerequisites: readonly string[];
}

type Rule = (compiled: CompiledAgreement, question: GateQuestion) => boolean;

const statusCodes = {
  draft: 'agreement.not-active',
  suspended: 'agreement.suspended',
  revoked: 'agreement.revoked',
} as const satisfies Partial<Record<AgreementRecord['status'], ProblemCode>>;

/** What must hold besides the status, in the order in which a refusal names it. */
const rules: readonly (readonly [ProblemCode, Rule])[] = [
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
  // Until the process room can establish the phase of a case, nobody's word for it counts.
  ['case.phase-unknown', ({ agreement }) => agreement.casePhases.length === 0],
];

/**
 * Decides from memory, closed by default. It holds one compiled form per agreement, found by the id that the caller
 * names; a caller who is not the agreement's requester gets the answer for an agreement that does not exist.
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
    clients: new Set(agreement.requesterClients),
    roles: new Set(agreement.subjectRoles),
    prerequisites: agreement.prerequisites.map(({ kind }) => kind),
  };
}

const isRequester = (
  { agreement, clients }: CompiledAgreement,
  { oin, client }: Pick<GateQuestion, 'oin' | 'client'>,
): boolean => agreement.requester === oin && (clients.size === 0 || clients.has(client));

function refusalOf(compiled: CompiledAgreement, question: GateQuestion): ProblemCode | undefined {
  if (compiled.status !== 'active') return statusCodes[compiled.status];
  return rules.find(([, holds]) => !holds(compiled, question))?.[0];
}

function hasAgreedRole({ roles }: CompiledAgreement, { request, asksAboutSubject }: GateQuestion): boolean {
  if (request.subjectRole !== undefined) return roles.has(request.subjectRole);
  return !asksAboutSubject || roles.size === 0;
}

function hasPrerequisites({ prerequisites }: CompiledAgreement, { request }: GateQuestion): boolean {
  const shown = new Set(request.prerequisites?.map(({ kind }) => kind));
  return prerequisites.every((kind) => shown.has(kind));
}
