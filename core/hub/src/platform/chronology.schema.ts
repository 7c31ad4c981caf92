import { Instant, Oin, Slug, Uuid } from '@koppel/contract';
import { Type, type Static, type TSchema } from 'typebox';
import { streamKinds } from './process/process-event.ts';

const closed = { additionalProperties: false } as const;
const Digest = Type.String({ pattern: '^[0-9a-f]{64}$', minLength: 64, maxLength: 64 });
const Pseudonym = Type.String({ maxLength: 64 });
const orNull = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);

const Doer = Type.Object(
  {
    oin: Oin,
    client: Type.String(),
    person: orNull(Pseudonym),
    capacity: orNull(Type.Object({ role: Slug, level: Slug, mandate: Uuid }, closed)),
  },
  closed,
);

/** One thing that happened: the event exactly as the ledger took its digest, and what may be told besides. */
export const ChronologyEntry = Type.Object(
  {
    /** Its canonical form (RFC 8785) has the digest. */
    event: Type.Object(
      {
        id: Uuid,
        stream: Uuid,
        root: Uuid,
        kind: Type.Enum([...streamKinds]),
        version: Type.Integer({ minimum: 1 }),
        type: Slug,
        at: Instant,
        by: orNull(Doer),
        decision: orNull(Uuid),
        model: orNull(Uuid),
        facts: Type.Record(Type.String(), Type.Unknown()),
        contentDigest: orNull(Digest),
      },
      closed,
    ),
    /** SHA-256, hexadecimal; the entry of the ledger has the same. */
    digest: Digest,
    ledgerIndex: Type.Integer({ minimum: 0 }),
    /** Null when none were owed, or when they may not be read any more. */
    reasons: orNull(Type.String()),
  },
  closed,
);
export type ChronologyEntry = Static<typeof ChronologyEntry>;
