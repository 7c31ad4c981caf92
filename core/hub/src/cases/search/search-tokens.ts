import type { SubjectId } from '@koppel/contract';
import type { SearchHashes, SearchToken } from '../../platform/process/search-hashes.ts';
import type { SubjectDraft } from '../../platform/subject.schema.ts';
import { searchable, wordsOf } from './search-words.ts';

/** What a signal or case is found by. */
export interface Findable {
  readonly title?: string;
  readonly summary?: string;
  readonly subjects?: readonly SubjectDraft[];
}

/** Everything that a signal or case can be found by, each once, as it is hashed. */
export function soughtTexts({ title = '', summary = '', subjects = [] }: Findable): string[] {
  const names = subjects.map(({ name = '' }) => name);
  const identifiers = subjects.flatMap((subject) => subject.identifiers);
  return [...new Set([...wordTexts([title, summary, ...names]), ...identifiers.map(subjectText)])];
}

/** Under which keyed hashes something is stored. */
export const tokensOf = (
  hashes: SearchHashes,
  collaboration: string,
  findable: Findable,
): Promise<readonly SearchToken[]> => hashes.toStore(collaboration, soughtTexts(findable));

export const wordTexts = (texts: readonly string[]): string[] => wordsOf(texts).map((word) => `word:${word}`);

export const subjectText = ({ kind, value }: SubjectId): string => `${kind}:${searchable(value)}`;
