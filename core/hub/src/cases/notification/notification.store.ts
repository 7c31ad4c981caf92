import type { EntityManager } from 'typeorm';
import type { Notification } from '../../platform/notification.schema.ts';

interface Row extends Omit<Notification, 'at'> {
  readonly at: Date;
}

/** Whether the person has seen it; `$2` is the pseudonym. */
export const isSeen = '(n.seen_by::jsonb ? $2::text)';

/** The latest first; `$2` is the pseudonym of whoever looks. */
export const findNotifications = (
  manager: EntityManager,
  { where, parameters, limit }: { where: string; parameters: readonly unknown[]; limit: number },
): Promise<Row[]> =>
  manager.query<Row[]>(
    `SELECT n.id, n.role, s.kind, n.stream, n.root, n.type, n.at, ${isSeen} AS seen
     FROM process_notification n JOIN process_stream s ON s.id = n.stream
     WHERE ${where} ORDER BY n.at DESC, n.id DESC LIMIT ${limit}`,
    [...parameters],
  );

/** Pseudonyms are an organisation's own, and so is each notification. */
export async function markSeen(manager: EntityManager, id: string, person: string): Promise<void> {
  await manager.query(
    `UPDATE process_notification SET seen_by = (seen_by::jsonb || to_jsonb($2::text))::json
     WHERE id = $1 AND NOT seen_by::jsonb ? $2::text`,
    [id, person],
  );
}
