import type { Reducer } from '../process-record.ts';

/** When and where, who was invited and who was there; the last list of attendance counts. What is said of a case is the case's. */
export const reduceConference: Reducer = (content, { type, content: said }) => {
  if (type === 'opened' || type === 'attendance-recorded') return { ...content, ...said };
  return content;
};
