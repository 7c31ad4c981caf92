/** What one stable problem code means to HTTP and to a caller that wonders whether to try again. */
export interface ProblemKind {
  readonly status: number;
  readonly retryable: boolean;
  readonly title: string;
}

const never = (status: number, title: string): ProblemKind => ({ status, retryable: false, title });
const later = (status: number, title: string): ProblemKind => ({ status, retryable: true, title });

/**
 * Every code a caller can meet. Codes are public: add, never rename. `docs/errors.md` says per code what
 * happened and what to do, and a test compares the two.
 */
export const problemCodes = {
  'request.malformed': never(400, 'The body is not JSON'),
  'request.duplicate-key': never(400, 'The body names a key twice'),
  'request.too-deep': never(400, 'The body is nested too deeply'),
  'request.forbidden-key': never(400, 'The body holds a key that could change a prototype'),
  'request.invalid': never(400, 'The request does not fit its schema'),
  'request.not-found': never(404, 'There is nothing at this address'),
  'request.method-not-allowed': never(405, 'This address does not know this method'),
  'request.not-acceptable': never(406, 'The answer cannot be given in the type asked for'),
  'request.timeout': later(408, 'The request took too long to arrive'),
  'request.too-large': never(413, 'The body is too large'),
  'request.unsupported-type': never(415, 'The body is of an unsupported type'),
  'token.missing': never(401, 'There is no access token'),
  'token.invalid': never(401, 'The access token is not valid'),
  'token.expired': never(401, 'The access token has expired'),
  'token.wrong-audience': never(401, 'The access token is meant for someone else'),
  'token.wrong-algorithm': never(401, 'The token is signed with an algorithm that is not allowed'),
  'token.person-required': never(403, 'This is for a person, and the token names none'),
  'token.insufficient-scope': never(403, 'The access token does not allow this'),
  'client.assertion-invalid': never(401, 'The client assertion is not valid'),
  'client.assertion-replayed': never(401, 'The client assertion was used before'),
  'client.grant-unsupported': never(400, 'The grant type is not supported'),
  'rate.exceeded': later(429, 'Too many requests'),
  'resource.not-found': never(404, 'The resource does not exist or is not yours to see'),
  'resource.exists': never(409, 'The resource exists already'),
  'resource.changed': never(409, 'The resource changed since you read it'),
  'organisation.inactive': never(403, 'The organisation is not active'),
  'agreement.not-found': never(403, 'There is no such agreement for this organisation'),
  'agreement.not-active': never(403, 'The agreement is not active'),
  'agreement.suspended': never(403, 'The agreement is suspended'),
  'agreement.revoked': never(403, 'The agreement is revoked'),
  'agreement.not-yet-valid': never(403, 'The agreement is not valid yet'),
  'agreement.expired': never(403, 'The agreement has expired'),
  'agreement.operation-mismatch': never(403, 'The agreement is about another operation'),
  'agreement.purpose-mismatch': never(403, 'The agreement is for another purpose'),
  'agreement.mode-mismatch': never(403, 'The agreement allows another mode'),
  'agreement.subject-role-mismatch': never(403, 'The agreement is not about persons in this role'),
  'agreement.prerequisite-missing': never(403, 'A prerequisite of the agreement is not met'),
  'agreement.transition-refused': never(409, 'The agreement cannot make this step from its present status'),
  'agreement.signature-invalid': never(400, 'The signature does not fit the agreement'),
  'case.required': never(403, 'The agreement only holds for a case, and none was named'),
  'case.not-joined': never(403, 'There is no such signal or case for this organisation'),
  'case.phase-mismatch': never(403, 'The agreement is for another phase of a case'),
  'case.ask-through-request': never(403, 'A person asks for a signal or case through an information request of it'),
  'case.work-open': never(409, 'The organisation still owes or expects something in this case'),
  'case.lead-organisation': never(409, 'The organisation that leads a case stays in it'),
  'case.too-many-parts': never(409, 'The case has as many tasks, interventions and questions as a case can have'),
  'case.mode-refused': never(403, 'In its present state nothing more than a match may be asked, or nothing at all'),
  'mandate.missing': never(403, 'This person holds no mandate for this'),
  'mandate.invalid': never(400, 'The mandate cannot be given like this'),
  'model.invalid': never(400, 'The reference model has faults'),
  'model.not-in-force': never(409, 'No reference model is in force for this'),
  'model.transition-refused': never(409, 'The version of the model cannot make this step from its present status'),
  'process.action-unknown': never(409, 'The reference model knows no such action'),
  'process.transition-refused': never(409, 'This action is not possible in the present state'),
  'process.role-missing': never(403, 'The reference model gives this action to another role'),
  'process.guard-unmet': never(409, 'Something that the reference model asks for is missing'),
  'process.four-eyes': never(403, 'Somebody else must decide on this'),
  'process.move-refused': never(409, 'The other version of the model has no place for what is in this case'),
  'process.closed': never(409, 'This is finished and takes nothing more'),
  'item.locked': never(410, 'The retention period of this item is over'),
  'evidence.required': never(403, 'The agreement asks for signed evidence, and the request has none'),
  'evidence.invalid': never(403, 'The signed evidence does not fit the request'),
  'evidence.not-kept': never(500, 'What proves the exchange cannot be kept, so nothing moves'),
  'gate.stale': later(503, 'This node has no fresh view of the agreements'),
  'operation.unknown': never(404, 'No adapter offers this operation'),
  'exchange.key-reused': never(409, 'The idempotency key was used for another request'),
  'exchange.already-answered': never(409, 'This request was answered before'),
  'exchange.in-progress': later(409, 'This request is being answered on another node'),
  'exchange.deadline': later(504, 'The source did not answer in time'),
  'reply.invalid': never(502, 'The reply of the source breaks its schema'),
  'reply.exceeds-grant': never(502, 'The reply of the source holds more than was granted'),
  'reply.too-large': never(502, 'The reply of the source is too large'),
  'reply.unsigned': never(502, 'The provider did not sign the reply as the agreement asks'),
  'source.failed': later(502, 'The source system failed'),
  'source.refused': never(502, 'The source system refused the question'),
  'source.rate-limited': later(503, 'The source system asks to slow down'),
  'adapter.absent': later(503, 'No adapter is connected for this operation'),
  'adapter.failed': never(502, 'The adapter failed'),
  'ledger.unavailable': later(503, 'The ledger cannot be written, so nothing moves'),
  'ledger.index-unknown': never(404, 'The ledger has no such entry'),
  'ledger.no-gap': never(409, 'No witness holds more than the ledger continues'),
  'link.unavailable': later(503, 'The link is not connected'),
  'link.denied': never(403, 'The link does not allow this subject'),
  'link.too-large': never(413, 'The message is too large for the link'),
  'manifest.invalid': never(400, 'The manifest breaks its schema'),
  'manifest.operation-changed': never(409, 'An operation changed without a new version'),
  'manifest.owner-mismatch': never(403, 'The manifest names another organisation than its connection'),
  'contract.unsupported': never(400, 'This version of the contract is not supported'),
  'config.invalid': never(500, 'The configuration is not valid'),
  'plugin.failed': never(500, 'A plugin could not be started'),
  'hub.unavailable': later(503, 'The hub is starting or stopping'),
  'hub.failed': never(500, 'The hub failed'),
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof problemCodes;

export function isProblemCode(code: unknown): code is ProblemCode {
  return typeof code === 'string' && Object.hasOwn(problemCodes, code);
}
