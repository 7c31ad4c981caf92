import type { JsonObject, ProcessEvent } from '../process-event.ts';

/** What people reported about subjects, in a signal or a case: each has a number for good. */
export function reduceSubjects(content: JsonObject, event: ProcessEvent): JsonObject {
  const change = changes[event.type];
  const subjects = (content['subjects'] ?? []) as readonly JsonObject[];
  return change && event.content ? { ...content, subjects: change(subjects, event.content, event.facts) } : content;
}

type Change = (subjects: readonly JsonObject[], said: JsonObject, facts: JsonObject) => JsonObject[];

const changes: Readonly<Record<string, Change>> = {
  opened: (_none, said) => numbered((said['subjects'] ?? []) as readonly JsonObject[]),
  'subject-added': (subjects, said) => numbered([...subjects, said['subject'] as JsonObject]),
  'signal-added': (subjects, said) => numbered([...subjects, ...((said['subjects'] ?? []) as readonly JsonObject[])]),
  'subject-role-changed': (subjects, { role }, { number }) =>
    subjects.map((subject) => (subject['number'] === number ? { ...subject, role } : subject)),
};

const numbered = (subjects: readonly JsonObject[]): JsonObject[] =>
  subjects.map((subject, i) => ({ number: i + 1, ...subject }));
