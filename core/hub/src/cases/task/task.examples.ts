import { exampleRecord } from '../../platform/process/example-record.ts';
import type { ProcessRecord } from '../../platform/process/process-record.ts';
import type { TaskDraft } from '../../platform/task.schema.ts';

export const exampleDraft: TaskDraft = {
  title: 'Look up the permits of the premises',
  owner: '00000009999000000002',
  role: 'example-role',
  due: '2026-06-15T22:00:00.000Z',
};

export const exampleTask: ProcessRecord = {
  ...exampleRecord,
  id: '01938c5e-8c00-7000-8000-0000000000f1',
  kind: 'task',
  owner: exampleDraft.owner,
  role: exampleDraft.role,
  dueAt: '2026-06-15T22:00:00.000Z',
  court: { side: 'owner', since: exampleRecord.openedAt, ownerMs: 86_400_000, openerMs: 0 },
  content: { title: exampleDraft.title },
};
