import {
  AskedEvidence,
  FieldPath,
  Mode,
  OperationName,
  SemanticVersion,
  SubjectId,
  compileSchema,
} from '@koppel/contract';
import { linkLimits } from '../limits.ts';

const subjects = { type: 'array', maxItems: linkLimits.maxSubjects, items: SubjectId } as const;

/** The body of a question to an adapter. */
export const questionSchema = {
  type: 'object',
  properties: {
    operation: OperationName,
    version: SemanticVersion,
    mode: Mode,
    fields: { type: 'array', items: FieldPath },
    request: true,
    evidence: AskedEvidence,
  },
  required: ['operation', 'version', 'mode', 'fields', 'request'],
} as const;

/** The body of an answer to a question in mode `content`. */
export const contentAnswerSchema = {
  type: 'object',
  properties: { content: true, subjects, evidence: true },
  required: ['content', 'subjects'],
} as const;

/** The body of an answer to a question in mode `match`. */
export const matchAnswerSchema = {
  type: 'object',
  properties: { hit: { type: 'boolean' }, subjects, evidence: true },
  required: ['hit', 'subjects'],
} as const;

export const validators = {
  question: compileSchema(questionSchema),
  content: compileSchema(contentAnswerSchema),
  match: compileSchema(matchAnswerSchema),
};
