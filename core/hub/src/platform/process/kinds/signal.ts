import type { Json, JsonObject, ProcessEvent } from '../process-event.ts';
import type { Reducer } from '../process-record.ts';
import { reduceSubjects } from './subjects.ts';

/**
 * What was reported, what people judged about its likeness to others, and the cases that were made of it. The last two
 * are `noted`, and nothing clear tells which: who is joined to the signal need not know of what it was likened to.
 */
export const reduceSignal: Reducer = (content, event) => {
  const { type, content: said } = event;
  if (type === 'opened') return reduceSubjects({ ...content, ...said }, event);
  if (type !== 'noted' || !said) return reduceSubjects(content, event);
  if (said['case']) return { ...content, cases: [...listIn(content, 'cases'), said['case']] };
  return { ...content, judgements: [...listIn(content, 'judgements'), judgement(event)] };
};

const listIn = (content: JsonObject, name: string) => (content[name] ?? []) as readonly Json[];

const judgement = ({ id, at, by, content }: ProcessEvent): JsonObject => ({
  event: id,
  at,
  oin: by?.oin,
  person: by?.person,
  ...(content?.['judgement'] as JsonObject | undefined),
});
