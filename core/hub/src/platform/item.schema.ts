import {
  Instant,
  Mode,
  Oin,
  OperationName,
  OnwardDisclosure,
  Retention,
  SecrecyRegime,
  Slug,
  Uuid,
} from '@koppel/contract';
import { Type, type Static, type TSchema } from 'typebox';

const closed = { additionalProperties: false } as const;
const orNull = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const Secrecy = Type.Array(SecrecyRegime, { maxItems: 6, uniqueItems: true });
const Pseudonym = Type.String({ maxLength: 64 });

const AgreementVersion = Type.Object({ id: Uuid, version: Type.Integer({ minimum: 1 }) }, closed);

/** On which terms an item is held; what came from a partner is held on the agreement's. */
export const ItemTerms = Type.Object(
  {
    /** The agreement under which it was asked; null for what was written here. */
    agreement: orNull(AgreementVersion),
    /** A clock of its own, from when it was added; null when it is kept as long as the case. */
    retention: orNull(Retention),
    onwardDisclosure: OnwardDisclosure,
    secrecy: Secrecy,
  },
  closed,
);
export type ItemTerms = Static<typeof ItemTerms>;

/** What somebody writes down in a signal or case. */
export const ItemDraft = Type.Object(
  {
    kind: Type.Enum(['note', 'document']),
    title: Type.String({ minLength: 3, maxLength: 200 }),
    /** At most 64 KiB. */
    text: Type.String({ minLength: 1, maxLength: 65_536 }),
    secrecy: Secrecy,
    retention: Type.Optional(Retention),
  },
  closed,
);
export type ItemDraft = Static<typeof ItemDraft>;

const itemFields = {
  id: Uuid,
  /** The signal or case that it belongs to. */
  root: Uuid,
  kind: Type.Enum(['note', 'document', 'answer']),
  /** Whose data it is. */
  source: Oin,
  /** Who wrote it or asked for it. */
  holder: Oin,
  person: Pseudonym,
  addedAt: Instant,
  /** The information need of the reference model, and the question, that it answers. */
  need: orNull(Slug),
  request: orNull(Uuid),
  terms: ItemTerms,
  retention: Type.Object(
    {
      status: Type.Enum(['active', 'locked', 'destroyed']),
      /** Usable until then; null when it goes with the case. */
      activeUntil: orNull(Instant),
      lockedUntil: orNull(Instant),
      /** The event by which a person set the clock. */
      decision: Uuid,
    },
    closed,
  ),
  /** SHA-256 over the salted content, hexadecimal. */
  digest: Type.String({ pattern: '^[0-9a-f]{64}$', maxLength: 64 }),
  /** False when onward disclosure to the viewer's organisation is not agreed, or its time is over. */
  isReadable: Type.Boolean(),
  /** Of a note or document, for whom may read it. */
  title: orNull(Type.String()),
};

/** An item without what it says. */
export const Item = Type.Object(itemFields, closed);
export type Item = Static<typeof Item>;

const Answer = Type.Object(
  {
    operation: OperationName,
    operationVersion: Type.String({ maxLength: 14 }),
    mode: Mode,
    hit: Type.Optional(Type.Boolean()),
    content: Type.Optional(Type.Unknown()),
    withheld: Type.Array(Type.String()),
  },
  closed,
);

export const ItemContent = Type.Object(
  {
    title: Type.Optional(Type.String()),
    text: Type.Optional(Type.String()),
    answer: Type.Optional(Answer),
  },
  closed,
);
export type ItemContent = Static<typeof ItemContent>;

/** Somebody read what a partner answered. */
export const Reading = Type.Object(
  {
    at: Instant,
    oin: Oin,
    client: Slug,
    person: Pseudonym,
    agreement: AgreementVersion,
    /** Where the ledger has it. */
    ledgerIndex: Type.Integer({ minimum: 0 }),
  },
  closed,
);
export type Reading = Static<typeof Reading>;

/** An item with what it says, for whom may read it. */
export const OpenedItem = Type.Object({ ...itemFields, content: orNull(ItemContent) }, closed);
export type OpenedItem = Static<typeof OpenedItem>;
