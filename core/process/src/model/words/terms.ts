import type { LocalisedText } from '@koppel/contract';
import type { ReferenceModel } from '../model.schema.ts';

export type Language = keyof LocalisedText;

/** What people call a concept in a language; undefined when the vocabulary has no such concept. */
export const termOf = (model: ReferenceModel, conceptId: string, language: Language): string | undefined =>
  model.vocabulary.concepts.find(({ id }) => id === conceptId)?.prefLabel[language];
