import type { Reducer } from '../process-record.ts';

/** The step and the question, and what was answered; nothing was when it stayed silent. */
export const reduceConsultation: Reducer = (content, { type, content: said }) => {
  if (type === 'opened') return { ...content, ...said };
  return type === 'transitioned' && said?.['input'] ? { ...content, answer: said['input'] } : content;
};
