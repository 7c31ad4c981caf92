import type { EntityManager } from 'typeorm';

/** Remembers that there is something of a collaboration here, for whoever looks after all of them. */
export async function noteCollaboration(manager: EntityManager, collaboration: string): Promise<void> {
  await manager.query('INSERT INTO process_collaboration (collaboration) VALUES ($1) ON CONFLICT DO NOTHING', [
    collaboration,
  ]);
}

/** For the house's own rounds, until this transaction is over; never for an answer to somebody. */
export async function seeEveryCollaboration(manager: EntityManager): Promise<void> {
  await manager.query(
    `SELECT set_config('koppel.collaborations', coalesce(string_agg(collaboration, ','), ''), true)
     FROM process_collaboration`,
  );
}

/** Every collaboration of which there is something here; for the house's own rounds. */
export async function listCollaborations(manager: EntityManager): Promise<string[]> {
  const rows = await manager.query<{ collaboration: string }[]>('SELECT collaboration FROM process_collaboration');
  return rows.map(({ collaboration }) => collaboration);
}
