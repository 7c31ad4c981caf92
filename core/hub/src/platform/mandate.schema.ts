import { Actor, Instant, Oin, Slug, Uuid } from '@koppel/contract';
import { Level } from '@koppel/process';
import { Type, type Static } from 'typebox';
import { oneLine } from './one-line.ts';

const closed = { additionalProperties: false } as const;
const Limit = Type.Array(Slug, { maxItems: 50, uniqueItems: true });

/** What an organisation decides: who may act in which role, where, how long, and by which decision. */
export const MandateDraft = Type.Object(
  {
    /** A pseudonym that only the organisation resolves; never a name. */
    person: Actor.properties.id,
    role: Slug,
    level: Level,
    collaboration: Slug,
    /** Themes and regions to which it is limited; an empty list limits nothing. */
    limits: Type.Object({ themes: Limit, regions: Limit }, closed),
    from: Instant,
    until: Instant,
    /** The mandate whose holder this person stands in for. */
    substituteOf: Type.Optional(Uuid),
    /** The decision by which it was given, by its reference in the organisation's own files. */
    decision: oneLine(3, 200),
  },
  closed,
);
export type MandateDraft = Static<typeof MandateDraft>;

export const MandateStatus = Type.Enum(['active', 'revoked']);
export type MandateStatus = Static<typeof MandateStatus>;

/** A mandate as the hub keeps it. */
export const Mandate = Type.Object(
  {
    id: Uuid,
    oin: Oin,
    ...MandateDraft.properties,
    status: MandateStatus,
    /** Whether it counts now: active, within its period, and so is the mandate it substitutes for. */
    inForce: Type.Boolean(),
    revokedAt: Type.Optional(Instant),
    reason: Type.Optional(Type.String({ maxLength: 500 })),
    /** Raised by one with each change; send it back as `If-Match`. */
    revision: Type.Integer({ minimum: 1 }),
  },
  closed,
);
export type Mandate = Static<typeof Mandate>;

/** Which mandates a list shows; a pseudonym stays out of URLs, so there is no filter on a person. */
export interface MandateFilter {
  readonly role?: string;
  readonly level?: Level;
  readonly status?: MandateStatus;
}
