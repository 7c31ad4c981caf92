import { createHmac, type KeyObject } from 'node:crypto';
import type { SubjectId } from '@koppel/contract';
import type { SubjectDraft } from '../../platform/subject.schema.ts';
import { searchable, wordsOf } from './search-words.ts';

/** Half of HMAC-SHA-256: enough to tell apart whatever one collaboration will ever look up. */
const tokenBytes = 16;

/** What a signal or case is found by. */
export interface Findable {
  readonly title?: string;
  readonly summary?: string;
  readonly subjects?: readonly SubjectDraft[];
}

/** Under which keyed hashes something can be found; they say nothing to whoever has the table but not the key. */
export function tokensOf(key: KeyObject, { title = '', summary = '', subjects = [] }: Findable): Buffer[] {
  const names = subjects.map(({ name = '' }) => name);
  const identifiers = subjects.flatMap((subject) => subject.identifiers);
  return distinct([...wordTokens(key, [title, summary, ...names]), ...identifiers.map((id) => subjectToken(key, id))]);
}

export const wordTokens = (key: KeyObject, texts: readonly string[]): Buffer[] =>
  wordsOf(texts).map((word) => token(key, `word:${word}`));

export const subjectToken = (key: KeyObject, { kind, value }: SubjectId): Buffer =>
  token(key, `${kind}:${searchable(value)}`);

const token = (key: KeyObject, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest().subarray(0, tokenBytes);

const distinct = (tokens: readonly Buffer[]): Buffer[] => [
  ...new Map(tokens.map((each) => [each.toString('hex'), each])).values(),
];
