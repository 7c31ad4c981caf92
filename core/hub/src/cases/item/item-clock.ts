import type { Item, ItemTerms } from '../../platform/item.schema.ts';
import { isRetentionOver, type ProcessRecord } from '../../platform/process/process-record.ts';

const dayMs = 86_400_000;

export type ItemRetention = Item['retention'];

/** The same instant so many years later. */
export function yearsLater(at: string, years: number): string {
  const later = new Date(at);
  later.setUTCFullYear(later.getUTCFullYear() + years);
  return later.toISOString();
}

/** When the clock of an item that is added now will lock it; null when it has none. */
export const activeUntil = ({ retention }: ItemTerms, addedAt: number): string | null =>
  retention === null ? null : new Date(addedAt + retention.days * dayMs).toISOString();

/** Where an item stands at this moment, whether the clock's job has come by or not; never longer than its case. */
export function statusAt(
  { status, activeUntil: until }: Pick<ItemRetention, 'status' | 'activeUntil'>,
  root: Pick<ProcessRecord, 'retention'>,
  now: number,
): ItemRetention['status'] {
  if (status === 'destroyed' || root.retention.status === 'destroyed') return 'destroyed';
  const isOver = isRetentionOver({ status, endsAt: until }, now) || isRetentionOver(root.retention, now);
  return isOver ? 'locked' : 'active';
}

/** Whether an organisation that is joined may know what an item says: who asked for it, and to whom it may be passed on. */
export const maySee = (
  oin: string,
  { holder, terms: { agreement, onwardDisclosure } }: Pick<Item, 'holder' | 'terms'>,
): boolean =>
  agreement === null || oin === holder || (onwardDisclosure.allowed && onwardDisclosure.recipients.includes(oin));
