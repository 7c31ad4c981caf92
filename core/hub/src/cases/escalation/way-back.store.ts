import type { EntityManager } from 'typeorm';

/** Where a decision goes: down through the levels that passed the question on, to the case that asked. */
export interface WayBack {
  readonly root: string;
  /** The questions below, the last one passed on first; the case knows the one at the end. */
  readonly previous: readonly string[];
}

export async function saveWayBack(
  manager: EntityManager,
  way: { escalation: string; root: string; previous: string | null; collaboration: string },
): Promise<void> {
  await manager.query(
    'INSERT INTO process_escalation (escalation, root, previous, collaboration) VALUES ($1, $2, $3, $4)',
    [way.escalation, way.root, way.previous, way.collaboration],
  );
}

export async function findWayBack(manager: EntityManager, escalation: string): Promise<WayBack | undefined> {
  const rows = await manager.query<{ escalation: string; root: string }[]>(
    `WITH RECURSIVE way AS (
       SELECT escalation, root, previous, 0 AS depth FROM process_escalation WHERE escalation = $1
       UNION ALL SELECT e.escalation, e.root, e.previous, way.depth + 1
       FROM process_escalation e JOIN way ON e.escalation = way.previous
     ) SELECT escalation, root FROM way ORDER BY depth`,
    [escalation],
  );
  const [own, ...below] = rows;
  return own && { root: own.root, previous: below.map((one) => one.escalation) };
}
