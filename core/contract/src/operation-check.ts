import type { SubjectKind, SubjectPath } from './field.ts';
import { exampleFaults, underPath } from './faults.ts';
import { checkOperationSchema } from './operation-schema.ts';
import type { OperationDescription } from './operation.ts';
import type { Fault } from './problem.ts';
import type { SchemaBudget } from './schema-budget.ts';
import { listLeaves, type ReplySchema } from './view.ts';

/** What is wrong with one operation of a manifest: its schemas first, and when they are sound, what is said about them. */
export function operationFaults(operation: OperationDescription, budget: SchemaBudget): Fault[] {
  const faults = [
    ...underPath('/request', checkOperationSchema(operation.request, 'request', budget)),
    ...underPath('/reply', checkOperationSchema(operation.reply, 'reply', budget)),
  ];
  if (faults.length > 0) return faults;
  return [
    ...underPath('/example/request', exampleFaults(operation.request, operation.example.request)),
    ...underPath('/example/reply', exampleFaults(operation.reply, operation.example.reply)),
    ...contentFaults(operation),
    ...subjectFaults(operation),
  ];
}

function contentFaults({ modes, reply }: OperationDescription): Fault[] {
  if (!modes.includes('content') || listLeaves(reply).length > 0) return [];
  return [{ path: '/reply', message: 'must have a field to offer the mode "content"' }];
}

function subjectFaults({ subjects, request }: OperationDescription): Fault[] {
  const leaves = new Map(listLeaves(request).map((leaf) => [leaf.path, leaf.schema]));
  return subjects.flatMap((subject, index) =>
    underPath(`/subjects/${index}`, subjectFault(subject, leaves.get(subject.path))),
  );
}

/** Characters of the shortest identifier of a kind: eight digits for a chamber of commerce number, nine for a bsn. */
const shortest: Readonly<Record<SubjectKind, number>> = { bsn: 9, kvk: 8, address: 6 };

function subjectFault({ kind }: SubjectPath, leaf: ReplySchema | undefined): Fault[] {
  if (leaf === undefined) return [{ path: '/path', message: 'is not a leaf of the request' }];
  if (leaf.type !== 'string') return [{ path: '/kind', message: 'must point at a string' }];
  const { maxLength } = leaf;
  const isTooShort = typeof maxLength === 'number' && maxLength < shortest[kind];
  return isTooShort ? [{ path: '/kind', message: `must point at a string that can hold a ${kind}` }] : [];
}
