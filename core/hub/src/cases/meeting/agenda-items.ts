import type { AgendaItem } from '../../platform/conference.schema.ts';
import type { JsonObject } from '../../platform/process/process-event.ts';
import type { ProcessRecord } from '../../platform/process/process-record.ts';

type Words = Pick<AgendaItem, 'item' | 'topic' | 'decisions'> & { readonly conference: string };

const wordsOf = ({ content }: Pick<ProcessRecord, 'content'>): readonly Words[] =>
  (content?.['agenda'] ?? []) as unknown as readonly Words[];

/** What of a signal or case is on the agenda of a meeting; nothing once its words may not be read any more. */
export function agendaItemOf(record: ProcessRecord, conference: string): AgendaItem | undefined {
  const words = wordsOf(record).find((one) => one.conference === conference);
  if (!words) return undefined;
  const { item, topic, decisions } = words;
  const { id, state, phase } = record;
  return { item, kind: record.kind === 'signal' ? 'signal' : 'case', id, state, phase, topic, decisions };
}

export const isOnAgenda = (record: Pick<ProcessRecord, 'content'>, conference: string): boolean =>
  wordsOf(record).some((one) => one.conference === conference);

export const agendaAdded = (conference: string, { item, topic }: { item: string; topic: string }) => ({
  type: 'agenda-item-added',
  facts: { item, conference },
  content: { topic } satisfies JsonObject,
});
