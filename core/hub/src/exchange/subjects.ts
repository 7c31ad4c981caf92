import type { OperationDescription, SubjectId } from '@koppel/contract';

/** Whom a valid request asks about, found where the operation says. */
export function listSubjects(operation: OperationDescription, request: unknown): SubjectId[] {
  return operation.subjects.flatMap(({ path, kind }) =>
    valuesAt(request, path.replaceAll('[]', '').split('.')).map((value) => ({ kind, value })),
  );
}

function valuesAt(value: unknown, names: readonly string[]): string[] {
  if (Array.isArray(value)) return value.flatMap((element) => valuesAt(element, names));
  const [name, ...rest] = names;
  if (name === undefined) return typeof value === 'string' ? [value] : [];
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return [];
  return valuesAt(Reflect.get(value, name), rest);
}

/** Both lists as one, without repetition. */
export function uniteSubjects(asked: readonly SubjectId[], answered: readonly SubjectId[]): SubjectId[] {
  const all = new Map([...asked, ...answered].map((subject) => [`${subject.kind}:${subject.value}`, subject]));
  return [...all.values()];
}
