import { Type, type Static } from 'typebox';
import { OnwardDisclosure, Retention } from './agreement.ts';
import { EvidenceMark, QuestionEvidence } from './evidence.ts';
import { SecrecyRegime, SubjectRole } from './field.ts';
import { Mode } from './operation.ts';
import { OperationName, FieldPath, SemanticVersion, Slug, Uuid } from './text.ts';

/** The employee on whose behalf is asked: a pseudonym that only their organisation can resolve, and their role. */
export const Actor = Type.Object(
  { id: Type.String({ pattern: '^[a-z][A-Za-z0-9._-]*$', minLength: 4, maxLength: 64 }), role: Slug },
  { additionalProperties: false },
);
export type Actor = Static<typeof Actor>;

/** Proof that a prerequisite of the agreement is met, by its reference in the requester's own files. */
export const PrerequisiteEvidence = Type.Object(
  { kind: Slug, reference: Type.String({ pattern: '^[A-Za-z][A-Za-z0-9./_-]*$', minLength: 4, maxLength: 64 }) },
  { additionalProperties: false },
);
export type PrerequisiteEvidence = Static<typeof PrerequisiteEvidence>;

export const exchangeDeadlineMs = { minimum: 50, default: 10_000, maximum: 60_000 } as const;

/** The body of `POST /v1/exchanges`; the requester is whoever the connection authenticated, never the body. */
export const ExchangeRequest = Type.Object(
  {
    agreement: Uuid,
    operation: OperationName,
    purpose: Slug,
    actor: Actor,
    mode: Type.Optional(Mode),
    subjectRole: Type.Optional(SubjectRole),
    case: Type.Optional(Uuid),
    prerequisites: Type.Optional(Type.Array(PrerequisiteEvidence, { maxItems: 10 })),
    deadlineMs: Type.Optional(
      Type.Integer({ minimum: exchangeDeadlineMs.minimum, maximum: exchangeDeadlineMs.maximum }),
    ),
    /** Needed under an agreement with `evidence: signed`, and not looked at under any other. */
    evidence: Type.Optional(QuestionEvidence),
    /** The operation's own request; checked against its schema only after the gate has opened. */
    request: Type.Unknown(),
  },
  { additionalProperties: false },
);
export type ExchangeRequest = Static<typeof ExchangeRequest>;

/** The terms that travel with released data. */
export const Terms = Type.Object(
  {
    retention: Retention,
    onwardDisclosure: OnwardDisclosure,
    secrecy: Type.Array(SecrecyRegime, { maxItems: 6, uniqueItems: true }),
  },
  { additionalProperties: false },
);
export type Terms = Static<typeof Terms>;

/** What the requester receives: `content` or `hit` by mode, what was withheld by path, and where it is logged. */
export const ExchangeReply = Type.Object(
  {
    exchange: Uuid,
    transaction: Uuid,
    agreement: Type.Object({ id: Uuid, version: Type.Integer({ minimum: 1 }) }, { additionalProperties: false }),
    operation: OperationName,
    operationVersion: SemanticVersion,
    mode: Mode,
    content: Type.Optional(Type.Unknown()),
    hit: Type.Optional(Type.Boolean()),
    withheld: Type.Array(FieldPath),
    terms: Terms,
    /** The provider's signature, under an agreement with `evidence: signed`. */
    evidence: Type.Optional(EvidenceMark),
    ledger: Type.Object(
      { requestIndex: Type.Integer({ minimum: 0 }), replyIndex: Type.Integer({ minimum: 0 }) },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);
export type ExchangeReply = Static<typeof ExchangeReply>;
