import { Type, type Static } from 'typebox';
import { EvidenceMark, EvidenceNonce } from './evidence.ts';
import { QuestionTerms } from './question-evidence.ts';
import { Uuid } from './text.ts';

/**
 * What a party keeps of one exchange to be able to prove it. It can be told whose data it is about, so it is kept no
 * longer than the data. A provider keeps neither request nor reply: they are in its source, and join when it proves.
 */
export const KeptEvidence = Type.Object(
  {
    format: Type.Literal('koppel-evidence-kept/1'),
    nonce: EvidenceNonce,
    question: Type.Object({ terms: QuestionTerms, mark: EvidenceMark }, { additionalProperties: false }),
    request: Type.Optional(Type.Unknown()),
    /** Absent as long as no answer came. */
    exchange: Type.Optional(Uuid),
    reply: Type.Optional(
      Type.Object(
        { content: Type.Optional(Type.Unknown()), hit: Type.Optional(Type.Boolean()) },
        { additionalProperties: false },
      ),
    ),
    answer: Type.Optional(EvidenceMark),
  },
  { additionalProperties: false },
);
export type KeptEvidence = Static<typeof KeptEvidence>;
