import { randomBytes } from 'node:crypto';
import { canonicalDigest, KoppelError } from '@koppel/contract';
import type { LedgerEntry } from '@koppel/ledger';
import type { EntityManager } from 'typeorm';
import type { Call } from '../actions.ts';
import { noteCollaboration } from './collaborations.ts';
import type { JsonObject } from './process-event.ts';
import { beginRecording } from './recording.ts';

/** Something that is logged like an event but changes nothing of a case: an item that was read, a body that was set up. */
export interface Mark {
  readonly collaboration: string;
  /** Of the six actions of Wpg art. 32a. */
  readonly action: LedgerEntry['action'];
  /** Kept for good: ids, times, OINs, pseudonyms; never a name, an identifier of a person or a text. */
  readonly facts: JsonObject;
}

/**
 * Logs it and keeps what was logged, in the caller's transaction. The salt keeps the digest from being found by trying.
 *
 * @throws KoppelError `ledger.unavailable`
 */
export async function recordMark(
  { manager, call }: { manager: EntityManager; call: Call },
  { collaboration, action, facts }: Mark,
): Promise<void> {
  await beginRecording(manager);
  await noteCollaboration(manager, collaboration);
  const clear = { ...facts, salt: randomBytes(16).toString('base64url') };
  const digest = canonicalDigest(clear);
  const [index] = await call('ledger.append', { entries: [{ type: 'process.recorded', action, digest }] });
  if (index === undefined) throw new KoppelError('ledger.unavailable');
  await manager.query('INSERT INTO process_mark (digest, collaboration, clear, ledger_index) VALUES ($1, $2, $3, $4)', [
    Buffer.from(digest, 'hex'),
    collaboration,
    clear,
    index,
  ]);
}
