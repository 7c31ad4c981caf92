import { PrerequisiteEvidence, Slug, SubjectRole, Uuid } from '@koppel/contract';
import { Type, type Static } from 'typebox';

/** A question to a partner in a signal or case: what is needed, on which agreement, and why. */
export const InformationRequestDraft = Type.Object(
  {
    /** The information need of the reference model that a step which is open now lists. */
    need: Slug,
    agreement: Uuid,
    subjectRole: Type.Optional(SubjectRole),
    prerequisites: Type.Optional(Type.Array(PrerequisiteEvidence, { maxItems: 10 })),
    reasons: Type.String({ minLength: 3, maxLength: 2000 }),
    /** As the operation of the need asks for it. */
    request: Type.Unknown(),
  },
  { additionalProperties: false },
);
export type InformationRequestDraft = Static<typeof InformationRequestDraft>;
