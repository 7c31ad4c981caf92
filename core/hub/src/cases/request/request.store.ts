import { KoppelError } from '@koppel/contract';
import type { EntityManager } from 'typeorm';

/** The event by which a person asked. */
export async function askedBy(manager: EntityManager, stream: string): Promise<string> {
  const [row] = await manager.query<{ id: string }[]>(
    'SELECT id FROM process_event WHERE stream = $1 AND version = 1',
    [stream],
  );
  if (!row) throw new KoppelError('hub.failed', 'A question has no first event');
  return row.id;
}
