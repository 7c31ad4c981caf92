import type { JsonObject } from '../process-event.ts';
import type { Reducer } from '../process-record.ts';

/** What was asked and why, and what came of it; the answer itself is an item. */
export const reduceInformationRequest: Reducer = (content, { type, facts, content: said }) => {
  if (type === 'opened') return { ...content, ...said };
  if (type !== 'transitioned') return content;
  const { outcome } = facts as { readonly outcome?: JsonObject };
  return { ...content, outcome: { ...outcome, ...said } };
};
