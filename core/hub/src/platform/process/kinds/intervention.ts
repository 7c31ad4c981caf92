import type { JsonObject } from '../process-event.ts';
import type { Reducer } from '../process-record.ts';

/** What was proposed, and the result as soon as somebody gave one; a later result replaces an earlier. */
export const reduceIntervention: Reducer = (content, { type, content: said }) => {
  if (type === 'opened') return { ...content, ...said };
  const result = (said?.['input'] as JsonObject | undefined)?.['result'];
  return type === 'transitioned' && result !== undefined ? { ...content, result } : content;
};
