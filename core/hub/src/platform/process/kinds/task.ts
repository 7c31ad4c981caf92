import type { Reducer } from '../process-record.ts';

/** What is to be done, as it was said when the task was opened; what came of it are its decisions. */
export const reduceTask: Reducer = (content, { type, content: said }) =>
  type === 'opened' ? { ...content, ...said } : content;
