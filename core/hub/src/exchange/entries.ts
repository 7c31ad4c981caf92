import {
  operationId,
  traceIdOf,
  type AskedEvidence,
  type EvidenceMark,
  type ExchangeAgreement,
  type ProblemCode,
  type SubjectId,
} from '@koppel/contract';
import type { LedgerEntryDraft } from '../platform/actions.ts';
import type { Attempt } from './attempt.ts';
import type { KnownOperation } from './operation-catalogue.ts';
import type { View } from './view.ts';

/** What every entry of an exchange says, whatever became of it. */
const asked = ({ exchange, caller, request, context }: Attempt) => ({
  exchange,
  transaction: context.transaction,
  trace: traceIdOf(context.traceparent),
  requester: { oin: caller.oin, client: caller.client },
  operation: request.operation,
});

/** What an agreement adds; the purpose and mode are the agreement's, so that nothing a caller invents is written. */
const agreed = (attempt: Attempt, agreement: ExchangeAgreement) => ({
  collaboration: agreement.collaboration,
  agreement: { id: agreement.id, version: agreement.version },
  provider: { oin: agreement.provider },
  mode: agreement.mode,
  purpose: agreement.purpose.code,
  actor: attempt.request.actor,
});

/** An allowed exchange, as both of its entries describe it. */
export interface Allowed {
  readonly attempt: Attempt;
  readonly agreement: ExchangeAgreement;
  readonly operation: KnownOperation;
  readonly subjects: readonly SubjectId[];
  /** What the requester signed; only under an agreement with `evidence: signed`. The log gets its mark, never the nonce. */
  readonly evidence?: AskedEvidence;
}

const allowed = ({ attempt, agreement, operation, subjects }: Allowed) => ({
  ...asked(attempt),
  ...agreed(attempt, agreement),
  operation: operationId(operation.description),
  subjects,
});

/** The gate or a schema said no before anything left the hub. */
export function refusedEntry(
  attempt: Attempt,
  agreement: ExchangeAgreement | undefined,
  code: ProblemCode,
): LedgerEntryDraft {
  return {
    type: 'request.refused',
    action: 'consult',
    ...asked(attempt),
    ...(agreement ? agreed(attempt, agreement) : {}),
    code,
  };
}

/** The question itself tells the provider about its subject, so it is a disclosure. */
export function disclosedEntry(exchange: Allowed): LedgerEntryDraft {
  const shown = shownPrerequisites(exchange);
  return {
    type: 'request.disclosed',
    action: 'disclose',
    ...allowed(exchange),
    ...(shown.length === 0 ? {} : { prerequisites: shown }),
    ...markOf(exchange.evidence?.mark),
  };
}

const markOf = (evidence: EvidenceMark | undefined): Pick<LedgerEntryDraft, 'evidence'> =>
  evidence === undefined ? {} : { evidence };

/** Only what the agreement asks for: whatever else a caller shows is their own text and has no place in the log. */
function shownPrerequisites({ attempt, agreement }: Allowed): string[] {
  const kinds = new Set(agreement.prerequisites.map(({ kind }) => kind));
  const shown = attempt.request.prerequisites?.filter(({ kind }) => kinds.has(kind)) ?? [];
  return shown.map(({ kind, reference }) => `${kind}:${reference}`);
}

/** `evidence` is the provider's. */
export function releasedEntry(exchange: Allowed, view: View, evidence?: EvidenceMark): LedgerEntryDraft {
  return {
    type: 'reply.released',
    action: 'disclose',
    ...allowed(exchange),
    fields: [...view.released],
    withheld: [...view.withheld],
    ...markOf(evidence),
  };
}

/** Nothing was released: the answer broke its view, the source failed, or it came too late. */
export function withheldEntry(exchange: Allowed, code: ProblemCode): LedgerEntryDraft {
  return { type: typeOf(code), action: 'consult', ...allowed(exchange), code };
}

function typeOf(code: ProblemCode): 'reply.late' | 'reply.refused' | 'reply.failed' {
  if (code === 'exchange.deadline') return 'reply.late';
  return /^(reply|agreement|case|gate)[.]/.test(code) ? 'reply.refused' : 'reply.failed';
}
