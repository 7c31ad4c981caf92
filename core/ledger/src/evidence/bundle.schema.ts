import { KeptEvidence } from '@koppel/contract';
import { Type, type Static } from 'typebox';
import { noteLimits } from '../checkpoint/note.ts';
import { LedgerEntry } from '../entry/ledger-entry.schema.ts';

const closed = { additionalProperties: false } as const;
const Hash = Type.String({ pattern: '^[A-Za-z0-9+/]{43}=$', minLength: 44, maxLength: 44 });

/** An entry with its audit path (RFC 6962) to the root of the bundle's checkpoint. */
export const ProvenEntry = Type.Object(
  {
    index: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    entry: LedgerEntry,
    hashes: Type.Array(Hash, { maxItems: 64 }),
  },
  closed,
);
export type ProvenEntry = Static<typeof ProvenEntry>;

const PublicJwk = Type.Object(
  {
    kty: Type.Literal('OKP'),
    crv: Type.Literal('Ed25519'),
    x: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$', minLength: 43, maxLength: 43 }),
  },
  closed,
);

/** A public key, and the entry that says whose it is. */
export const ProvenKey = Type.Object({ jwk: PublicJwk, registered: ProvenEntry }, closed);
export type ProvenKey = Static<typeof ProvenKey>;

const ProvenPart = Type.Object({ logged: ProvenEntry, key: ProvenKey }, closed);
export type ProvenPart = Static<typeof ProvenPart>;

/** What a log can add to what a party kept: both entries in the tree under one checkpoint, and the keys. */
export const ExchangeProof = Type.Object(
  {
    checkpoint: Type.String({ maxLength: noteLimits.characters }),
    vkey: Type.String({ maxLength: 300 }),
    question: ProvenPart,
    /** Absent when nothing was released. */
    answer: Type.Optional(ProvenPart),
  },
  closed,
);
export type ExchangeProof = Static<typeof ExchangeProof>;

/** Everything that somebody needs who knows nothing but the log's key. It holds what was asked and answered. */
export const EvidenceBundle = Type.Object(
  { format: Type.Literal('koppel-evidence/1'), kept: KeptEvidence, proof: ExchangeProof },
  closed,
);
export type EvidenceBundle = Static<typeof EvidenceBundle>;
