import { ClientId, Instant, Oin, Slug, Uuid } from '@koppel/contract';
import { Type, type Static } from 'typebox';

const closed = { additionalProperties: false } as const;
const hex = (length: number) => Type.String({ pattern: `^[0-9a-f]{${length}}$`, minLength: length, maxLength: length });
const Index = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const Operation = Type.String({ minLength: 3, maxLength: 95 });

/** What the gate decided, and on what ground; who sat at the keyboard and whom it was about are not in it. */
const AuthorizationDecision = Type.Object(
  {
    decision: Type.Boolean(),
    /** Why not: the code of the problem that the caller got. */
    code: Type.Optional(Type.String({ maxLength: 64 })),
    subject: Type.Object({ type: Type.Literal('organisation'), id: Oin, client: ClientId }, closed),
    action: Type.Object({ name: Operation }, closed),
    /** Absent when no agreement told whose data was meant. */
    resource: Type.Optional(Type.Object({ type: Type.Literal('organisation'), id: Oin }, closed)),
    /** The agreement that was decided on, when there was one. */
    policy: Type.Optional(
      Type.Object({ agreement: Uuid, version: Type.Integer({ minimum: 1 }), purpose: Slug }, closed),
    ),
    decidedAt: Instant,
    /** The trace of the exchange, and of this decision in it. */
    traceId: hex(32),
    spanId: hex(16),
  },
  closed,
);

/** One record of the Logboek Dataverwerkingen 1.0: a processing of one data subject's data, without who did it. */
const DataProcessingRecord = Type.Object(
  {
    traceId: hex(32),
    spanId: hex(16),
    name: Operation,
    status: Type.Enum(['Ok', 'Error', 'Unset']),
    startTime: Instant,
    endTime: Instant,
    processingActivityId: Type.String({ pattern: '^urn:uuid:[0-9a-f-]{36}$', maxLength: 45 }),
    dataSubjectId: Type.String({ minLength: 43, maxLength: 43 }),
    dataSubjectIdType: Type.Literal('koppel-pseudonym'),
  },
  closed,
);
export type DataProcessingRecord = Static<typeof DataProcessingRecord>;

/** Everything that must be accounted for about one exchange; made from its ledger entries each time it is asked for. */
export const ProcessingActivity = Type.Object(
  {
    exchange: Uuid,
    transaction: Uuid,
    /** Indexes in the ledger of the question and of its last answer. */
    question: Index,
    answer: Type.Optional(Index),
    decision: AuthorizationDecision,
    records: Type.Array(DataProcessingRecord),
  },
  closed,
);
export type ProcessingActivity = Static<typeof ProcessingActivity>;
