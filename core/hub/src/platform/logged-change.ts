import type { EntityManager } from 'typeorm';
import { beginRecording } from './process/recording.ts';

/** Commits the entries of a change to the ledger and answers their indexes; when it throws, the change did not happen. */
export type LogChange = () => Promise<readonly number[]>;

/**
 * Logs a change and keeps in its own transaction that its entries have come true; of those for which nothing is kept,
 * the reconciler says so in the log (`entry.voided`).
 */
export async function keepLogged(manager: EntityManager, log: LogChange): Promise<void> {
  await beginRecording(manager);
  await manager.query('INSERT INTO logged_change (ledger_index) SELECT unnest($1::bigint[])', [await log()]);
}
