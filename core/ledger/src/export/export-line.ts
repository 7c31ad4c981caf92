import { canonicalBytes } from '@koppel/contract';
import { Type, type Static } from 'typebox';

/** The first line's `format`; a verifier refuses every other one. */
export const EXPORT_FORMAT = 'koppel-ledger-export/1';

const Size = Type.Integer({ minimum: 0, maximum: 999_999_999_999_999 });
const VerifierKeyText = Type.String({ minLength: 1, maxLength: 300 });
const Base64Hash = Type.String({ pattern: '^[A-Za-z0-9+/]{43}=$', minLength: 44, maxLength: 44 });

/** The first line: which log, which entries, and what the tree before them looked like. */
export const ExportHeader = Type.Object(
  {
    format: Type.Literal(EXPORT_FORMAT),
    origin: Type.String({ minLength: 1, maxLength: 200 }),
    vkey: VerifierKeyText,
    /** The keys that the log signed with before, the newest first; absent while it never had another. */
    formerKeys: Type.Optional(Type.Array(VerifierKeyText, { minItems: 1, maxItems: 50 })),
    from: Size,
    to: Size,
    /** The hashes of the perfect subtrees of the first `from` entries, from left to right. */
    edge: Type.Array(Base64Hash, { maxItems: 50 }),
  },
  { additionalProperties: false },
);
export type ExportHeader = Readonly<Static<typeof ExportHeader>>;

/** An entry as storage holds it. */
export interface ExportedEntry {
  readonly index: number;
  /** The canonical text. */
  readonly body: string;
  readonly leaf: Uint8Array;
}

const canonicalLine = (value: unknown): string => `${canonicalBytes(value).toString()}\n`;

export const headerLine = (header: ExportHeader): string => canonicalLine(header);

/** A line that carries a signed checkpoint, the text of its note as it is. */
export const checkpointLine = (note: string): string => canonicalLine({ checkpoint: note });

/** An entry's line; canonical because its body is, so nothing is serialised again. */
export function entryLine({ index, body, leaf }: ExportedEntry): string {
  return `{"entry":${body},"index":${index},"leaf":"${Buffer.from(leaf).toString('base64')}"}\n`;
}
