import type { ProcessRecord } from '../../platform/process/process-record.ts';
import type { TaskDraft } from '../../platform/task.schema.ts';

const at = '2026-06-01T12:00:00.000Z';

export const exampleDraft: TaskDraft = {
  title: 'Look up the permits of the premises',
  owner: '00000009999000000002',
  role: 'example-role',
  due: '2026-06-15T22:00:00.000Z',
};

export const exampleTask: ProcessRecord = {
  id: '01938c5e-8c00-7000-8000-0000000000f1',
  kind: 'task',
  root: '01938c5e-8c00-7000-8000-000000000001',
  collaboration: 'example-region',
  theme: 'example-theme',
  region: 'north',
  body: '01938c5e-8c00-7000-8000-0000000000b1',
  model: '01938c5e-8c00-7000-8000-0000000000c1',
  version: 1,
  state: 'example-state',
  phase: 'example-phase',
  isOpen: true,
  openedAt: at,
  enteredAt: at,
  changedAt: at,
  openedBy: { oin: '00000009999000000001', person: 'emp-7f3a91' },
  owner: exampleDraft.owner,
  role: exampleDraft.role,
  assignee: null,
  dueAt: '2026-06-15T22:00:00.000Z',
  participants: [],
  proposal: null,
  lastActor: { oin: '00000009999000000001', person: 'emp-7f3a91' },
  court: { side: 'owner', since: at, ownerMs: 86_400_000, openerMs: 0 },
  retention: { status: 'active', endsAt: null, lockedYears: 0, decision: null },
  content: { title: exampleDraft.title },
};
