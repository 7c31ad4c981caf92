import type { Reducer } from '../process-record.ts';

/** The question with its options, who may decide, and what was decided; never the case that it came from. */
export const reduceEscalation: Reducer = (content, { type, at, by, facts, content: said }) => {
  if (type === 'opened') return { ...content, ...said };
  if (type !== 'transitioned' || facts['option'] === undefined) return content;
  const { body, option } = facts;
  return {
    ...content,
    decision: { body, option, oin: by?.oin, person: by?.person, at, ...(said?.['decision'] as object) },
  };
};
