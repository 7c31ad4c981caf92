import type { JsonObject } from '../process-event.ts';
import type { Reducer } from '../process-record.ts';

/** At which meetings a signal or case was discussed, about what, and what was decided there. */
export const reduceAgenda: Reducer = (content, { id, type, at, facts, content: said }) => {
  const agenda = (content['agenda'] ?? []) as readonly JsonObject[];
  if (type === 'agenda-item-added') {
    const { item, conference } = facts;
    return {
      ...content,
      agenda: [...agenda, { item, conference, addedAt: at, topic: said?.['topic'], decisions: [] }],
    };
  }
  if (type !== 'conference-decided') return content;
  const decision = { event: id, at, ...said };
  const decided = (one: JsonObject) =>
    one['item'] === facts['item']
      ? { ...one, decisions: [...((one['decisions'] ?? []) as readonly JsonObject[]), decision] }
      : one;
  return { ...content, agenda: agenda.map(decided) };
};
