import type { Json, JsonObject, ProcessEvent } from '../process-event.ts';
import type { Reducer } from '../process-record.ts';
import { reduceSubjects } from './subjects.ts';

/** What was reported, what people judged about its likeness to others, and the cases that were made of it. */
export const reduceSignal: Reducer = (content, event) => {
  const { type, content: said } = event;
  if (type === 'opened') return reduceSubjects({ ...content, ...said }, event);
  if (type === 'linked' && said) return { ...content, cases: [...listIn(content, 'cases'), said['case'] ?? null] };
  if (type === 'noted' && said) return { ...content, judgements: [...listIn(content, 'judgements'), judgement(event)] };
  return reduceSubjects(content, event);
};

const listIn = (content: JsonObject, name: string) => (content[name] ?? []) as readonly Json[];

const judgement = ({ id, at, by, content }: ProcessEvent): JsonObject => ({
  event: id,
  at,
  oin: by?.oin,
  person: by?.person,
  ...(content?.['judgement'] as JsonObject | undefined),
});
