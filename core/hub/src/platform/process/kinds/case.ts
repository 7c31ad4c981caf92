import type { Json, JsonObject, ProcessEvent } from '../process-event.ts';
import type { Reducer } from '../process-record.ts';
import { reduceSubjects } from './subjects.ts';

/** Title, summary, signals and subjects; everything else about a case is told by its parts. */
export const reduceCase: Reducer = (content, event) =>
  reduceSubjects({ ...content, ...changedBy(content, event) }, event);

function changedBy(content: JsonObject, { type, content: said }: ProcessEvent): JsonObject | null {
  if (type === 'opened') return said;
  const signals = (content['signals'] ?? []) as readonly Json[];
  return type === 'signal-added' && said ? { signals: [...signals, said['signal'] ?? null] } : null;
}
