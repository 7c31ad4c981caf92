import type { EntityManager } from 'typeorm';

/** One number for everybody who writes to the log of this database what promises something that is stored here. */
const recordingLock = 74_656_573;

/**
 * Said by every transaction before it appends what the reconciler looks for, and in force until that transaction is over.
 * As long as one of them is open, nobody can tell whether what its entry promises will be there.
 */
export async function beginRecording(manager: EntityManager): Promise<void> {
  await manager.query('SELECT pg_advisory_xact_lock_shared($1)', [recordingLock]);
}

/**
 * Waits until no recording is open and keeps new ones waiting until this transaction is over; then an entry whose event
 * is not there never gets one. Whoever does not get that far in time is told by `55P03` of PostgreSQL.
 */
export async function haltRecording(manager: EntityManager, waitMs: number): Promise<void> {
  await manager.query(`SELECT set_config('lock_timeout', $1, true)`, [String(waitMs)]);
  await manager.query('SELECT pg_advisory_xact_lock($1)', [recordingLock]);
}
