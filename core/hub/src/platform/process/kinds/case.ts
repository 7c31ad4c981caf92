import type { Reducer } from '../process-record.ts';
import { reduceSubjects } from './subjects.ts';

/** Title, summary, signals and subjects; everything else about a case is told by its parts. */
export const reduceCase: Reducer = (content, event) =>
  reduceSubjects(event.type === 'opened' ? { ...content, ...event.content } : content, event);
