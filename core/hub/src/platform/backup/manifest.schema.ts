import { compileSchema, KoppelError, parseJson } from '@koppel/contract';
import { Type, type Static } from 'typebox';

const closed = { additionalProperties: false } as const;
const Name = Type.String({ pattern: '^[a-z][a-z0-9_]{0,62}$', maxLength: 63 });
const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

/** The first file of a backup: what is in it. */
const Manifest = Type.Object(
  {
    format: Type.Literal('koppel-backup/1'),
    /** ISO 8601. */
    takenAt: Type.String({ maxLength: 30 }),
    origin: Type.String({ maxLength: 120 }),
    /** Entries of the ledger. */
    ledgerSize: Count,
    /** What had been applied to the schema, in order. */
    migrations: Type.Array(Type.String({ pattern: '^[A-Za-z0-9]{1,100}$', maxLength: 100 }), { maxItems: 1000 }),
    /** In an order in which a table comes after those that it refers to. */
    tables: Type.Array(Type.Object({ name: Name, columns: Type.Array(Name, { maxItems: 200 }) }, closed), {
      maxItems: 500,
    }),
  },
  closed,
);
export type Manifest = Static<typeof Manifest>;

/** The last file of a backup: without it the backup is not whole. */
const Closing = Type.Object({ rows: Type.Record(Name, Count), keyFiles: Count }, closed);
export type Closing = Static<typeof Closing>;

export const names = { manifest: 'manifest.json', closing: 'closing.json', table: 'tables/', home: 'home/' } as const;

const validators = { manifest: compileSchema(Manifest), closing: compileSchema(Closing) };

/** @throws KoppelError `backup.unreadable` for what no version of the hub wrote that this one knows. */
export const readManifest = (bytes: Buffer): Manifest => read('manifest', bytes) as Manifest;
export const readClosing = (bytes: Buffer): Closing => read('closing', bytes) as Closing;

function read(part: keyof typeof validators, bytes: Buffer): unknown {
  const value = parseJson(bytes);
  const faults = validators[part].faultsOf(value);
  if (faults.length === 0) return value;
  throw new KoppelError('backup.unreadable', `The ${part} of this backup is not one that this version knows`, {
    details: { faults },
  });
}
