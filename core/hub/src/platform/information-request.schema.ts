import { PrerequisiteEvidence, QuestionEvidence, Slug, SubjectRole, Uuid } from '@koppel/contract';
import { Type, type Static } from 'typebox';

/** A question to a partner in a signal or case: what is needed, on which agreement, and why. */
export const InformationRequestDraft = Type.Object(
  {
    /** The information need of the reference model that a step which is open now lists. */
    need: Slug,
    agreement: Uuid,
    /** The task or intervention of the case for which it is asked, when its own step lists the need. */
    part: Type.Optional(Uuid),
    subjectRole: Type.Optional(SubjectRole),
    prerequisites: Type.Optional(Type.Array(PrerequisiteEvidence, { maxItems: 10 })),
    /** Of the system that asks, under an agreement with `evidence: signed`; what it signs is in docs/evidence.md. */
    evidence: Type.Optional(QuestionEvidence),
    reasons: Type.String({ minLength: 3, maxLength: 2000 }),
    /** As the operation of the need asks for it. */
    request: Type.Unknown(),
  },
  { additionalProperties: false },
);
export type InformationRequestDraft = Static<typeof InformationRequestDraft>;
