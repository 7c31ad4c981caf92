import { Type, type Static } from 'typebox';
import { EventDescription } from './event.ts';
import { OperationDescription, SchemaDocument } from './operation.ts';
import { LocalisedText, Oin, SemanticVersion, Slug } from './text.ts';

/** The major version of this contract; a manifest names the range it was written for. */
export const contractVersion = '1.0.0';

/** What repeating a question does at the source; decides whether the hub may ask again after a fault. */
export const Effect = Type.Enum(['transactional', 'idempotent', 'at-least-once']);

/** Hints for callers: how often a source wants to be asked and how to retry. */
export const RateHint = Type.Object(
  {
    perSecond: Type.Integer({ minimum: 1, maximum: 100_000 }),
    retryAfterMs: Type.Integer({ minimum: 0, maximum: 3_600_000 }),
  },
  { additionalProperties: false },
);

/** What an adapter says of itself when it registers; it holds names of secrets, never their values. */
export const Manifest = Type.Object(
  {
    id: Slug,
    version: SemanticVersion,
    /** A caret range over `contractVersion`, for example `^1.0.0`. */
    contract: Type.String({ pattern: '^\\^[0-9]{1,4}[.][0-9]{1,4}[.][0-9]{1,4}$', maxLength: 15 }),
    owner: Oin,
    title: LocalisedText,
    description: LocalisedText,
    operations: Type.Array(OperationDescription, { minItems: 1, maxItems: 100 }),
    events: Type.Array(EventDescription, { maxItems: 100 }),
    configSchema: SchemaDocument,
    secrets: Type.Array(Slug, { maxItems: 32, uniqueItems: true }),
    /** Names of configuration entries whose hosts the adapter may call; everything else is refused. */
    egress: Type.Array(Type.String({ pattern: '^[A-Za-z][A-Za-z0-9.]*$', maxLength: 64 }), { maxItems: 32 }),
    healthIntervalMs: Type.Integer({ minimum: 1000, maximum: 600_000 }),
    rate: RateHint,
    effect: Effect,
    lifecycle: Type.Enum(['experimental', 'supported', 'deprecated']),
  },
  { additionalProperties: false },
);
export type Manifest = Static<typeof Manifest>;
