import type { LedgerEntry } from '@koppel/ledger';
import type { EntityManager } from 'typeorm';
import type { LoggedDigest } from '../actions.ts';

/** Entries that promise something which is stored, and how to tell whether it is. */
export interface Watch {
  /** Under which it is written down how far the log was compared. */
  readonly name: string;
  readonly types: readonly LedgerEntry['type'][];
  readonly voidedBy: 'process.voided' | 'entry.voided';
  /** Under which digest such an entry is voided; no two have the same. */
  readonly nameOf: (entry: LoggedDigest) => string;
  /** The names of those that have come true. */
  readonly listTrue: (manager: EntityManager, entries: readonly LoggedDigest[]) => Promise<readonly string[]>;
  /** What need not be kept any more of entries before this index. */
  readonly forget?: (manager: EntityManager, before: number) => Promise<void>;
}

const processWatch: Watch = {
  name: 'reconciler',
  types: ['process.recorded'],
  voidedBy: 'process.voided',
  nameOf: ({ digest }) => digest,
  listTrue: async (manager, entries) => {
    const rows = await manager.query<{ digest: string }[]>(
      `SELECT encode(digest, 'hex') AS digest FROM (
         SELECT digest FROM process_event WHERE digest = ANY($1::bytea[])
         UNION ALL SELECT digest FROM process_mark WHERE digest = ANY($1::bytea[])
       ) known`,
      [entries.map(({ digest }) => Buffer.from(digest, 'hex'))],
    );
    return rows.map(({ digest }) => digest);
  },
};

/** Agreements, models and mandates: their digests are of documents, of which many entries tell. */
const changeWatch: Watch = {
  name: 'changes',
  types: [
    'agreement.drafted',
    'agreement.signed',
    'agreement.activated',
    'agreement.suspended',
    'agreement.resumed',
    'agreement.revoked',
    'model.drafted',
    'model.proposed',
    'model.approved',
    'model.rejected',
    'model.applied',
    'mandate.given',
    'mandate.revoked',
  ],
  voidedBy: 'entry.voided',
  nameOf: ({ leaf }) => leaf,
  listTrue: async (manager, entries) => {
    const rows = await manager.query<{ index: string }[]>(
      'SELECT ledger_index AS index FROM logged_change WHERE ledger_index = ANY($1::bigint[])',
      [entries.map(({ index }) => index)],
    );
    const known = new Set(rows.map(({ index }) => Number(index)));
    return entries.filter(({ index }) => known.has(index)).map(({ leaf }) => leaf);
  },
  forget: async (manager, before) => {
    await manager.query('DELETE FROM logged_change WHERE ledger_index < $1', [before]);
  },
};

export const watches: readonly Watch[] = [processWatch, changeWatch];
