import type { EntityManager } from 'typeorm';

/** How many parts of a kind are not finished. */
interface OpenWork {
  readonly kind: string;
  readonly count: number;
}

/**
 * What an organisation still owes or expects in a case: what it owns, and what it asked of partners. A consultation
 * whose time is over counts as silence.
 */
export const countOpenWork = (
  manager: EntityManager,
  { root, oin, now }: { root: string; oin: string; now: number },
): Promise<OpenWork[]> =>
  manager.query<OpenWork[]>(
    `SELECT s.kind, count(*)::integer AS count
     FROM process_stream s
     WHERE s.root = $1 AND s.id <> $1 AND s.is_open
       AND (s.kind <> 'consultation' OR s.due_at IS NULL OR s.due_at > $3)
       AND (s.owner = $2 OR (s.kind = 'information-request' AND s.record->'openedBy'->>'oin' = $2))
     GROUP BY s.kind`,
    [root, oin, new Date(now)],
  );
