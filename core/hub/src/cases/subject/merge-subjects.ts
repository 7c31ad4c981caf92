import type { ProcessRecord } from '../../platform/process/process-record.ts';
import { searchable } from '../search/search-words.ts';
import type { SubjectDraft } from '../../platform/subject.schema.ts';

/**
 * Subjects of several signals in one list, each once: the same kind in the same role with the same identifiers, name
 * and description. Anything less than that is for people to judge.
 */
export function mergeSubjects(drafts: readonly SubjectDraft[]): SubjectDraft[] {
  const merged = new Map<string, SubjectDraft>();
  for (const draft of drafts) {
    const likeness = likenessOf(draft);
    if (!merged.has(likeness)) merged.set(likeness, draft);
  }
  return [...merged.values()];
}

/** Those that are not there yet. */
export function subjectsBesides(known: readonly SubjectDraft[], drafts: readonly SubjectDraft[]): SubjectDraft[] {
  const there = new Set(known.map(likenessOf));
  return mergeSubjects(drafts).filter((draft) => !there.has(likenessOf(draft)));
}

function likenessOf({ kind, role, identifiers, name, description }: SubjectDraft): string {
  const known = identifiers.map((identifier) => `${identifier.kind}:${searchable(identifier.value)}`).sort();
  return JSON.stringify([kind, role, known, name, description]);
}

/** What a signal or case holds about its subjects, without the numbers that they have there. */
export function subjectsIn({ content }: Pick<ProcessRecord, 'content'>): SubjectDraft[] {
  const subjects = (content?.['subjects'] ?? []) as unknown as readonly (SubjectDraft & { number: number })[];
  return subjects.map(({ number: _number, ...draft }) => draft);
}
