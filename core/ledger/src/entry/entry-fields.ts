import { Actor, ClientId, EvidenceMark, FieldPath, Mode, Oin, OperationName, Slug, Uuid } from '@koppel/contract';
import { Type, type Static, type TString } from 'typebox';

const closed = { additionalProperties: false } as const;
const text = (pattern: string, length: number): TString =>
  Type.String({ pattern, minLength: length, maxLength: length });

/** A UUID of version 7 (RFC 9562): its first 48 bits are milliseconds since the epoch. */
export const UuidV7 = text('^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$', 36);

/** HMAC-SHA-256 of a subject's identifier, base64url without padding. */
export const Pseudonym = text('^[A-Za-z0-9_-]{43}$', 43);

const Sha256Hex = text('^[0-9a-f]{64}$', 64);
const TraceId = text('^[0-9a-f]{32}$', 32);
const Timestamp = text('^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}Z$', 24);

const patternOf = (schema: TString & { readonly pattern?: string }): string => String(schema.pattern).slice(1, -1);

/** `name@version`; a refused question may name an operation of which no version is known. */
const OperationId = Type.String({
  pattern: `^${patternOf(OperationName)}(@[0-9]{1,4}([.][0-9]{1,4}){0,2})?$`,
  minLength: 3,
  maxLength: 95,
});

const Requester = Type.Object({ oin: Oin, client: ClientId }, closed);
const Organisation = Type.Object({ oin: Oin, client: Type.Optional(ClientId) }, closed);

/** Entries that the log had and has no more: from `from` up to but not including `to`; `root` was that of the first `to`. */
const Gap = Type.Object(
  {
    from: Type.Integer({ minimum: 0, maximum: 999_999_999_999_999 }),
    root: Sha256Hex,
    to: Type.Integer({ minimum: 1, maximum: 999_999_999_999_999 }),
  },
  closed,
);
const AgreementVersion = Type.Object({ id: Uuid, version: Type.Integer({ minimum: 1, maximum: 999_999_999 }) }, closed);

const ShownPrerequisite = Type.String({
  pattern: '^[a-z][a-z0-9-]*:[A-Za-z][A-Za-z0-9./_-]*$',
  minLength: 7,
  maxLength: 129,
});

/** What the hub's own keys are for (docs/keys.md). */
export const hubKeyKinds = ['checkpoint', 'token', 'pseudonym', 'case', 'search'] as const;

/** Which key of the hub took the place of which: fingerprints say it, the keys themselves are nowhere. */
const ReplacedKey = Type.Object(
  {
    kind: Type.Enum([...hubKeyKinds]),
    version: Type.Integer({ minimum: 1, maximum: 999_999 }),
    previous: Type.Optional(Sha256Hex),
  },
  closed,
);

/** How many pseudonyms and how many paths one entry may hold; a reply about more is refused, not split. */
export const entryLimits = { subjects: 1000, paths: 500, prerequisites: 10 } as const;

/** The actions that Wpg art. 32a tells apart. */
export const LedgerAction = Type.Enum(['collect', 'change', 'consult', 'disclose', 'combine', 'destroy']);
export type LedgerAction = Static<typeof LedgerAction>;

/** What every entry has, besides its type. */
export const commonFields = {
  v: Type.Literal(1),
  id: UuidV7,
  action: LedgerAction,
  at: Timestamp,
};

/** What an entry may have, by its type (`entryRules`). */
export const optionalFields = {
  /** Made by the hub, unique per exchange. */
  exchange: UuidV7,
  /** The caller's `Fsc-Transaction-Id`; may repeat. */
  transaction: Uuid,
  trace: TraceId,
  collaboration: Slug,
  agreement: AgreementVersion,
  operation: OperationId,
  mode: Mode,
  requester: Requester,
  provider: Organisation,
  /** Whom an entry about an organisation, a key or a signature is about. */
  organisation: Organisation,
  actor: Actor,
  purpose: Slug,
  subjects: Type.Array(Pseudonym, { maxItems: entryLimits.subjects }),
  fields: Type.Array(FieldPath, { maxItems: entryLimits.paths }),
  withheld: Type.Array(FieldPath, { maxItems: entryLimits.paths }),
  /** What was shown before asking, as `kind:reference`, for example a prosecutor's demand. */
  prerequisites: Type.Array(ShownPrerequisite, { maxItems: entryLimits.prerequisites }),
  /** Why not: the code of the problem that the caller got. */
  code: Type.String({ pattern: '^[a-z]+(-[a-z]+)*[.][a-z]+(-[a-z]+)*$', minLength: 3, maxLength: 64 }),
  digest: Sha256Hex,
  /** What the log lost, as a witness remembers it. */
  gap: Gap,
  /** Under an agreement with `evidence: signed`: what the requester signed, or the provider. */
  evidence: EvidenceMark,
  /** Of `key.rotated`, where `digest` is the fingerprint of the new key. */
  key: ReplacedKey,
};

export type OptionalField = keyof typeof optionalFields;
